// Settings of a workspace that change in place: one row each. An input of properties.ts without a row does not compile.
import type { NewWorkspace, Workspace } from "../../client/workspaces";
import type { Change, Context } from "../../handler";
import { isEqual, type Properties } from "../../values";
import { getWorkspaceUnlessGone } from "../builds/workspaces";
import { renameWorkspace } from "./names";
import type { WorkspaceInputs, WorkspaceOutputs } from "./properties";
import { LONGEST_TTL_MILLISECONDS } from "./schedule";

/** Inputs that are no settings: they say which workspace it is and what it is built with, or they never reach it. */
type OtherInput =
  | "owner"
  | "templateId"
  | "templateVersionId"
  | "parameters"
  | "preset"
  | "transition"
  | "waitForAgents"
  | "waitForApps"
  | "agentTimeoutSeconds"
  | "orphanOnDelete"
  | "adopt";

type SettingName = Exclude<keyof WorkspaceInputs, OtherInput>;
type Value<Name extends SettingName> = NonNullable<WorkspaceInputs[Name]>;

interface Setting<Name extends SettingName> {
  /** As the server has it. */
  read(workspace: Workspace): WorkspaceOutputs[Name];
  send(context: Context, workspace: Workspace, value: Value<Name>): Promise<void>;
  /** What it is while nobody has set it: an import leaves it out then, and it goes back to this once it is removed. */
  natural?: Value<Name>;
  /** What it gets instead of `natural` once it is removed; undefined leaves it as it is. */
  afterRemoval?(context: Context, workspace: Workspace): Promise<Value<Name> | undefined>;
  /** Its part of the request for a new workspace. A value that is not in there is sent afterwards. */
  inCreation?(value: Value<Name>): Partial<NewWorkspace>;
  /** Where the server does not always change it in place. */
  changeKind?(context: Context, workspaceId: string): Promise<Change["kind"]>;
  /** Sent after the builds, as none can be made afterwards. */
  isLast?: boolean;
}

export interface WantedSettings {
  news: WorkspaceInputs;
  /** The inputs that the program declared before. */
  declared: ReadonlySet<string>;
}

const settings: { readonly [Name in SettingName]: Setting<Name> } = {
  name: {
    read: ({ name }) => name,
    send: renameWorkspace,
    async changeKind(context, workspaceId) {
      const workspace = await getWorkspaceUnlessGone(context, workspaceId);
      return workspace?.allow_renames === false ? "replace" : "update";
    },
  },
  autostartSchedule: {
    read: ({ autostart_schedule = "" }) => autostart_schedule,
    send: ({ client }, { id }, value) => client.setWorkspaceAutostart(id, value === "" ? undefined : value),
    natural: "",
    inCreation: (value) => (value === "" ? {} : { autostart_schedule: value }),
  },
  ttlMilliseconds: {
    read: ({ ttl_ms = 0 }) => ttl_ms,
    send: ({ client }, { id }, value) => client.setWorkspaceTtl(id, value === 0 ? undefined : value),
    afterRemoval: defaultTtl,
    // There, 0 would mean the template's default.
    inCreation: (value) => (value === 0 ? {} : { ttl_ms: value }),
  },
  automaticUpdates: {
    read: ({ automatic_updates }) => automatic_updates,
    send: ({ client }, { id }, value) => client.setWorkspaceAutomaticUpdates(id, value),
    natural: "never",
    inCreation: (value) => ({ automatic_updates: value }),
  },
  favorite: {
    read: ({ favorite }) => favorite,
    send: ({ client }, { id }, value) => client.setWorkspaceFavorite(id, value),
    natural: false,
  },
  dormant: {
    read: ({ dormant_at }) => dormant_at !== undefined,
    async send({ client }, { id }, value) {
      await client.setWorkspaceDormant(id, value);
    },
    natural: false,
    isLast: true,
  },
};

const settingNames = Object.keys(settings) as SettingName[];

/** Whether another value of an input can be set in place. */
export async function changeKindOf(context: Context, workspaceId: string, property: string): Promise<Change["kind"]> {
  const name = settingNames.find((each) => each === property);
  return (name && (await settings[name].changeKind?.(context, workspaceId))) ?? "update";
}

/** Sends the settings that differ, either before the builds or after them, and tells whether there were any. */
export async function applySettings(
  context: Context,
  workspace: Workspace,
  wanted: WantedSettings,
  when: "beforeBuilds" | "afterBuilds",
): Promise<boolean> {
  let isChanged = false;
  for (const name of settingNames) {
    const isLast = settings[name].isLast === true;
    if (isLast !== (when === "afterBuilds")) continue;
    if (await applySetting(context, workspace, wanted, name)) isChanged = true;
  }
  return isChanged;
}

export function settingsInCreation(news: WorkspaceInputs): Partial<NewWorkspace> {
  return settingNames.reduce((request, name) => ({ ...request, ...inCreation(name, news) }), {});
}

/** All settings as outputs. */
export function settingsOf(workspace: Workspace): { [Name in SettingName]: WorkspaceOutputs[Name] } {
  const held = settingNames.map((name) => [name, settings[name].read(workspace)]);
  return Object.fromEntries(held) as ReturnType<typeof settingsOf>;
}

/** The settings that an import need not declare, each as undefined. */
export function naturalSettings(outputs: WorkspaceOutputs): Properties {
  const natural = settingNames.filter(
    (name) => settings[name].natural !== undefined && isEqual(settings[name].natural, outputs[name]),
  );
  return Object.fromEntries(natural.map((name) => [name, undefined]));
}

async function applySetting<Name extends SettingName>(
  context: Context,
  workspace: Workspace,
  { news, declared }: WantedSettings,
  name: Name,
): Promise<boolean> {
  const setting: Setting<Name> = settings[name];
  const wanted: WorkspaceInputs[Name] = news[name];
  const value = wanted ?? (declared.has(name) ? await valueOnceRemoved(setting, context, workspace) : undefined);
  if (value === undefined || isEqual(value, setting.read(workspace))) return false;
  await setting.send(context, workspace, value);
  return true;
}

async function valueOnceRemoved<Name extends SettingName>(
  setting: Setting<Name>,
  context: Context,
  workspace: Workspace,
): Promise<Value<Name> | undefined> {
  return setting.afterRemoval === undefined ? setting.natural : setting.afterRemoval(context, workspace);
}

function inCreation<Name extends SettingName>(name: Name, news: WorkspaceInputs): Partial<NewWorkspace> {
  const setting: Setting<Name> = settings[name];
  const value = news[name];
  return value === undefined ? {} : (setting.inCreation?.(value) ?? {});
}

/** The template's default. The server lets nobody set one that is longer than 30 days: the workspace keeps its own. */
async function defaultTtl({ client, log }: Context, workspace: Workspace): Promise<number | undefined> {
  const template = await client.getTemplate(workspace.template_id);
  if (template.default_ttl_ms <= LONGEST_TTL_MILLISECONDS) return template.default_ttl_ms;
  log.warning(
    `\`ttlMilliseconds\` of workspace "${workspace.name}" is left at ${workspace.ttl_ms ?? 0}: the default of ` +
      `template "${template.name}" is longer than the server lets a workspace be set to.`,
  );
  return undefined;
}
