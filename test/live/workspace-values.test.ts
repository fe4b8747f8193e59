// Any valid value of any input of a workspace, twenty at a time: after the update neither preview nor refresh shows a
// difference, and what somebody changes on the dashboard, a refresh shows, and nothing else.
import { HOSTS, stackOn } from "./host-programs";
import {
  ABSENT,
  type Edit,
  expectDeclared,
  expectShown,
  halves,
  hostsOf,
  otherValue,
  type Row,
  ROWS,
  rowsOf,
  SEED,
} from "./input-values";
import { useLive } from "./live";
import { WORKSPACE } from "./values/workspaces";
import { baseStack } from "./workspaces";

const live = useLive("wval");

type WorkspaceRow = Row<keyof typeof WORKSPACE>;

/** Settings that a page of the dashboard changes, by its requests, and which outputs show it. */
const BY_HAND = {
  autostartSchedule: { path: "autostart", body: (schedule: unknown) => ({ schedule }), shows: ["autostartSchedule"] },
  ttlMilliseconds: { path: "ttl", body: (ttl: unknown) => ({ ttl_ms: ttl }), shows: ["ttlMilliseconds"] },
  automaticUpdates: {
    path: "autoupdates",
    body: (updates: unknown) => ({ automatic_updates: updates }),
    shows: ["automaticUpdates"],
  },
};
type EditedKey = keyof typeof BY_HAND;
const EDITED = Object.keys(BY_HAND) as EditedKey[];

console.log(`Values of seed ${SEED}: PULUMI_CODERD_TEST_SEED=${SEED} npm run test:live -- workspace-values`);

interface Objects {
  templateId: string;
  versionId: string;
  own: { id: string; username: string };
  other: string;
}

/** The row as a program says it, without what inputs forbid beside each other. */
function toInputs(row: WorkspaceRow, name: string, objects: Objects): Record<string, unknown> {
  const owner = { me: "me", other: objects.other, "own name": objects.own.username, "own id": objects.own.id }[
    String(row.owner)
  ];
  const waits = row.waitForAgents === true;
  const parameters = { ...(row.parameters as Record<string, unknown> | undefined) };
  // A preset's values stand above others.
  if (row.preset !== ABSENT) for (const key of ["region", "cpus"]) delete parameters[key];
  return {
    ...{ name, owner, preset: row.preset, autostartSchedule: row.autostartSchedule },
    ...objectOf(String(row.from), objects),
    parameters: row.parameters === ABSENT ? ABSENT : parameters,
    ...{ ttlMilliseconds: row.ttlMilliseconds, automaticUpdates: row.automaticUpdates },
    // The owner alone has favorites.
    favorite: row.owner === "other" ? ABSENT : row.favorite,
    dormant: row.transition === "start" && row.dormant === true ? false : row.dormant,
    transition: row.transition,
    waitForAgents: row.waitForAgents,
    waitForApps: waits ? row.waitForApps : ABSENT,
    agentTimeoutSeconds: waits ? row.agentTimeoutSeconds : ABSENT,
    orphanOnDelete: row.orphanOnDelete,
  };
}

/** What the workspace is made of. Programs may write ids in large letters. */
function objectOf(from: string, { templateId, versionId }: Objects): Record<string, unknown> {
  const isLarge = from === from.toUpperCase();
  const write = (id: string): string => (isLarge ? id.toUpperCase() : id);
  return from.toLowerCase() === "template"
    ? { templateId: write(templateId) }
    : { templateVersionId: write(versionId) };
}

async function objectsOf(): Promise<Objects> {
  const base = await baseStack(live);
  const own = await live.api.request<Objects["own"]>("GET", "/users/me");
  const other = await live.user();
  return {
    templateId: base.stateOf("template").id ?? "",
    versionId: base.stateOf("version").id ?? "",
    own,
    other: other.username,
  };
}

let objects: Promise<Objects> | undefined;

describe.each(hostsOf("plugin"))("on the %s host", (host) => {
  const seed = SEED + HOSTS.indexOf(host);
  const nameOf = (row: number, name: unknown): string =>
    `${live.prefix}${host.charAt(0)}${String.fromCharCode(97 + row)}${String(name)}`.slice(0, 32);

  it(`${ROWS} workspaces of any values are made, kept, and shown as somebody changes them`, async () => {
    const found = await (objects ??= objectsOf());
    const rows = rowsOf(WORKSPACE, seed);
    const declared = rows.map((row, index) => toInputs(row, nameOf(index, row.name), found));
    const adopted = await Promise.all(
      rows.map(async ({ adopt }, index) => {
        const { name, owner = "me" } = declared[index] ?? {};
        // One that is made with a value that can't be changed later would be replaced.
        if (adopt !== true) return undefined;
        const { id } = await live.api.createWorkspace(String(owner), {
          name: String(name),
          template_id: found.templateId,
          rich_parameter_values: regionOf(declared[index] ?? {}),
        });
        return id;
      }),
    );
    const inputs = declared.map((row, index) => ({ ...row, adopt: adopted[index] }));
    const stack = await stackOn(host, live, programOf(inputs));
    expect((await stack.up()).changes).toMatchObject({ create: ROWS + 1 });
    const { from, ...others } = WORKSPACE;
    expectDeclared(stack, "Workspace", { ...others, templateId: from, templateVersionId: from });
    await stack.expectNoChanges();
    expect((await stack.refresh()).operations).toEqual({});

    const edits: Edit[] = [];
    for (const [row, keys] of halves(EDITED, seed).entries()) {
      const name = `workspace-${row}`;
      const { id = "", outputs } = stack.stateOf(name);
      const edit: Edit = { name, values: {}, shows: keys.flatMap((key) => BY_HAND[key].shows) };
      for (const key of keys) {
        const values = rows.map((each) => each[key]);
        const value = otherValue(values, outputs[key], row);
        await live.api.request("PUT", `/workspaces/${id}/${BY_HAND[key].path}`, BY_HAND[key].body(value));
        edit.values[key] = value;
        // One that runs is never stopped from now on.
        if (key === "ttlMilliseconds" && value === 0 && isRunning(outputs)) edit.shows.push("deadline");
      }
      edits.push(edit);
    }
    await expectShown(stack, edits);
    await stack.up();
    await stack.expectNoChanges();
    await stack.destroy();
  });
});

function programOf(rows: readonly Record<string, unknown>[]): string {
  return `for (const [index, inputs] of ${JSON.stringify(rows)}.entries()) new coderd.Workspace("workspace-" + index, inputs);`;
}

function isRunning({ deadline, latestBuild }: Record<string, unknown>): boolean {
  return deadline !== undefined && (latestBuild as { transition: string }).transition === "start";
}

/** The one value that never changes. */
function regionOf({ parameters, preset }: Record<string, unknown>): { name: string; value: unknown }[] {
  const region = preset === "Large" ? "us" : (parameters as { region?: string } | undefined)?.region;
  return region === undefined ? [] : [{ name: "region", value: region }];
}
