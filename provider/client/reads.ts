// Templates and workspaces that a provider reads one by one, many at about the same time: from lists, where the server
// has them.
import { z } from "zod";
import { getTemplateVersion, type TemplateVersion } from "./template-versions";
import { getTemplate, templateSchema, type Template } from "./templates";
import { Gathering } from "./transport/gathering";
import { ListPause } from "./transport/list-pause";
import { PAGE_SIZE } from "./transport/pages";
import { ENTRY_KEPT_MILLISECONDS, ReadAhead, type Common, type Kind } from "./transport/read-ahead";
import { answerObject, count, listOf, text } from "./transport/schemas";
import { SingleFlight } from "./transport/single-flight";
import type { Transport } from "./transport/transport";
import { getWorkspace, workspaceSchema, type Workspace } from "./workspaces";

/** Answers, but that of `workspaceNow`, may be 10 seconds old. They are newer than what this process changed of it. */
export interface Reads {
  /** As `getTemplate`. */
  template(id: string): Promise<Template>;
  /** As `getWorkspace`. */
  workspace(id: string): Promise<Workspace>;
  /**
   * As `getWorkspace` at this moment, where others ask at the same time. Undefined where it has to be asked for alone.
   */
  workspaceNow(id: string): Promise<Workspace | undefined>;
  /** As `getTemplateVersion`: no list has those of several templates, but one answer serves several resources. */
  templateVersion(id: string): Promise<TemplateVersion>;
}

/** Where a client keeps its reads: scripts ask for what they want by themselves. */
export const READS = Symbol("reads");

export interface Reading {
  readonly [READS]: Reads;
}

/**
 * A list is sent once, and given up soon: whoever waits can ask for the object itself. What something in front of the
 * server answers to a list says nothing of other requests either, so it counts as a lost answer.
 */
const LIST = { method: "GET", isRepeatable: false, patienceMilliseconds: 15_000 } as const;

/** As the list has it. Whoever uses the entry reads all of it. */
const entrySchema = answerObject({ id: z.string(), created_at: text });
const templatesSchema = listOf(entrySchema);
const workspacesSchema = answerObject({ workspaces: listOf(entrySchema), count });

type Entries = z.output<typeof templatesSchema>;

/** @see coderd/searchquery/search.go Templates */
const templates: Kind<Template> = {
  operation: "templates by id",
  asksBefore: 16,
  one: getTemplate,
  async byIds(transport, ids) {
    const found = await listTemplates(transport, `ids:${ids.join(",")}`);
    const missing = ids.filter((id) => !found.some((entry) => entry.id === id));
    if (missing.length === 0) return found;
    return [...found, ...(await listTemplates(transport, `ids:${missing.join(",")} deprecated:true`))];
  },
  async page(transport, common) {
    const entries = [
      ...(await listTemplates(transport, `${queryOf(common)} deprecated:false`)),
      ...(await listTemplates(transport, `${queryOf(common)} deprecated:true`)),
    ];
    return { entries, count: entries.length, isLast: true };
  },
  parse: (entry) => templateSchema.safeParse(entry).data,
  commonOf: ({ organization_id }) => ({ organization: organization_id }),
};

/** @see coderd/searchquery/search.go Workspaces */
const workspaces: Kind<Workspace> = {
  operation: "workspaces by id",
  asksBefore: 4,
  one: getWorkspace,
  async byIds(transport, ids) {
    return (await listWorkspaces(transport, { q: `id:${ids.join(",")}`, limit: ids.length })).workspaces;
  },
  async page(transport, common, page) {
    const offset = page * PAGE_SIZE;
    const found = await listWorkspaces(transport, { q: queryOf(common), limit: PAGE_SIZE, offset });
    return { entries: found.workspaces, count: found.count, isLast: offset + PAGE_SIZE >= found.count };
  },
  parse(entry) {
    const workspace = workspaceSchema.safeParse(entry).data;
    return workspace?.latest_build.status === "deleted" ? undefined : workspace;
  },
  commonOf: ({ owner_name, template_name, organization_id }) => ({
    owner: owner_name,
    template: template_name,
    organization: organization_id,
  }),
};

interface ReadAheads {
  templates: ReadAhead<Template>;
  workspaces: ReadAhead<Workspace>;
  workspacesNow: Gathering<Workspace>;
  versions: SingleFlight<TemplateVersion>;
}

const readAheads = new WeakMap<object, ReadAheads>();

/** The reads of a transport, which share what is known with all transports over the same connections. */
export function readsOver(transport: Transport): Reads {
  const shared = readAheads.get(transport.scope) ?? newReadAheads(transport);
  readAheads.set(transport.scope, shared);
  return {
    template: (id) => shared.templates.get(transport, id),
    workspace: (id) => shared.workspaces.get(transport, id),
    workspaceNow: (id) => shared.workspacesNow.get(transport, id),
    templateVersion: (id) =>
      shared.versions.get(
        // After a change of this process it is another question.
        `${id} ${transport.changes.now}`,
        (options) => getTemplateVersion(transport, id, options),
        transport.optionsOf(),
      ),
  };
}

function newReadAheads({ clock }: Transport): ReadAheads {
  const pause = new ListPause(workspaces.operation);
  return {
    templates: new ReadAhead(templates),
    workspaces: new ReadAhead(workspaces, pause),
    workspacesNow: new Gathering(workspaces, pause),
    versions: new SingleFlight<TemplateVersion>(ENTRY_KEPT_MILLISECONDS, clock),
  };
}

/** For the provider's handlers. */
export function readsOf(client: object): Reads {
  const { [READS]: reads } = client as Partial<Reading>;
  if (reads === undefined) throw new TypeError("Only a client of this package has reads.");
  return reads;
}

function listTemplates(transport: Transport, q: string): Promise<Entries> {
  return transport.json(templatesSchema, { ...LIST, path: "/templates", query: { q: q.trim() } });
}

function listWorkspaces(
  transport: Transport,
  query: { q: string; limit: number; offset?: number },
): Promise<z.output<typeof workspacesSchema>> {
  const { q, ...page } = query;
  return transport.json(workspacesSchema, {
    ...LIST,
    path: "/workspaces",
    query: { q: q === "" ? undefined : q, ...page },
  });
}

function queryOf(common: Common): string {
  return Object.entries(common)
    .map(([key, value]) => `${key}:"${value}"`)
    .join(" ");
}
