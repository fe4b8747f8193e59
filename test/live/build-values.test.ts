// Any valid value of any input of a build and of build parameters, twenty at a time, in workspaces that somebody else
// has: after the update neither preview nor refresh shows a difference, and what somebody changes on the dashboard, a
// refresh shows, and nothing else.
import { HOSTS, stackOn, type Host } from "./host-programs";
import { ABSENT, type Edit, expectDeclared, expectShown, hostsOf, ROWS, rowsOf, SEED } from "./input-values";
import { useLive } from "./live";
import { templateProgram } from "./programs";
import type { LiveUser } from "./server-api";
import type { Stack } from "./stack";
import { moodyTemplate } from "./templates";
import { BUILD_PARAMETERS, WORKSPACE_BUILD } from "./values/builds";
import { valuesOf } from "./workspaces";

const live = useLive("bval");

/** In so many workspaces somebody changes a value, each time of another parameter: that takes two builds or three. */
const EDITED = 4;

console.log(`Values of seed ${SEED}: PULUMI_CODERD_TEST_SEED=${SEED} npm run test:live -- build-values`);

type Values = Record<string, unknown>;

interface Objects {
  owner: LiveUser;
  versionId: string;
  otherVersionId: string;
  presetId: string;
  workspaceIds: string[];
}

/** A row of each resource; the two are of one workspace, and the build comes first. */
function rowsFor(host: Host) {
  const seed = SEED + HOSTS.indexOf(host);
  const builds = rowsOf(WORKSPACE_BUILD, seed);
  return rowsOf(BUILD_PARAMETERS, seed).map((values, row) => ({ build: builds[row] as Values, values }));
}

/** Even rows have the preset's region, which can't be changed later. */
const hasPresetsRegion = (row: number): boolean => row % 2 === 0;

async function makeObjects(): Promise<Objects> {
  const owner = await live.user();
  const name = `${live.prefix}base`;
  const version = { name: "one", source: { files: moodyTemplate(name) } };
  const regions = Array.from({ length: ROWS }, (_each, row) => (hasPresetsRegion(row) ? "us" : "eu"));
  const more = `
const template = templates[""];
new coderd.TemplateVersion("other", ${JSON.stringify({
    ...{ templateName: name, name: "two", onDelete: "retain", source: { files: moodyTemplate(`${name} two`) } },
  })}, { dependsOn: template });
for (const [row, region] of ${JSON.stringify(regions)}.entries())
  new coderd.Workspace("workspace-" + row, {
    name: "${live.prefix}" + row, owner: "${owner.id}", templateId: template.id, parameters: { region },
  });
`;
  const stack = await live.stack(templateProgram([{ version, template: { name } }], more));
  await stack.up();
  const versionId = idOf(stack, "version");
  const [preset] = await live.api.request<{ ID: string }[]>("GET", `/templateversions/${versionId}/presets`);
  return {
    owner,
    versionId,
    otherVersionId: idOf(stack, "other"),
    presetId: preset?.ID ?? "",
    workspaceIds: regions.map((_region, row) => idOf(stack, `workspace-${row}`)),
  };
}

let objects: Promise<Objects> | undefined;

/** The rows as a program says them, without what inputs forbid beside each other. */
function toInputs(
  { build, values }: ReturnType<typeof rowsFor>[number],
  row: number,
  { versionId, otherVersionId, presetId, workspaceIds }: Objects,
): { build: Values; values: Values } {
  const workspaceId = workspaceIds[row] ?? "";
  const presetForms: Values = hasPresetsRegion(row) ? { Large: "Large", id: presetId } : {};
  const forms: Values = { id: versionId, ID: versionId.toUpperCase(), other: otherVersionId };
  // A preset's id is that of one version.
  const preset = build["templateVersionId"] === "other" ? ABSENT : presetForms[String(build["preset"])];
  const parameters =
    build["parameters"] === ABSENT
      ? ABSENT
      : { ...(build["parameters"] as Values), ...inOtherForms(values.parameters as Values) };
  // A preset's values stand above others.
  if (preset !== ABSENT) delete parameters?.["cpus"];
  return {
    build: {
      ...build,
      workspaceId: inForm(build["workspaceId"], workspaceId),
      templateVersionId: forms[String(build["templateVersionId"])],
      preset,
      parameters,
    },
    values: { ...values, workspaceId: inForm(values.workspaceId, workspaceId) },
  };
}

function inForm(form: unknown, id: string): string {
  return form === "ID" ? id.toUpperCase() : id;
}

/** The same values, as a program may write them, too: where the build has set them, nothing is left to be done. */
function inOtherForms(values: Values): Values {
  const others = Object.entries(values).map(([name, value]) => {
    if (typeof value !== "string") return [name, Array.isArray(value) ? JSON.stringify(value) : String(value)];
    return [name, name === "mood" ? value : (JSON.parse(value) as unknown)];
  });
  return Object.fromEntries(others) as Values;
}

function programOf(rows: readonly { build: Values; values: Values }[]): string {
  return `
for (const [row, { build, values }] of ${JSON.stringify(rows)}.entries()) {
  const made = new coderd.WorkspaceBuild("build-" + row, build);
  new coderd.BuildParameters("values-" + row, values, { dependsOn: made });
}
`;
}

/** As the parameters' page of a workspace sets one value: in the form that the program declares it in. */
async function editByHand(stack: Stack, rows: readonly { values: Values }[], objects: Objects): Promise<Edit[]> {
  return Promise.all(
    rows.slice(0, EDITED).map(async ({ values }, row) => {
      const id = objects.workspaceIds[row] ?? "";
      const { outputs } = stack.stateOf(`values-${row}`);
      const declared = values["parameters"] as Values;
      const names = Object.keys(declared);
      const name = names[row % names.length] ?? "";
      const { text, value } = OTHER[name as keyof typeof OTHER](declared[name]);
      await live.api.build(id, { transition: "stop", rich_parameter_values: [{ name, value: text }] });
      return {
        name: `values-${row}`,
        values: { parameters: { ...declared, [name]: value } },
        // The owner is renamed, too.
        shows: [
          "ownerName",
          "parameters",
          "url",
          ...(outputs["buildId"] === undefined ? [] : ["buildId", "buildStatus"]),
        ],
      };
    }),
  );
}

/** Another value: its text, and how a program that declares this one reads it. */
const OTHER = {
  cpus: (declared: unknown) => {
    const other = (Number(declared) % 8) + 1;
    return { text: String(other), value: typeof declared === "number" ? other : String(other) };
  },
  gpu: (declared: unknown) => {
    const other = String(declared) === "false";
    return { text: String(other), value: typeof declared === "boolean" ? other : String(other) };
  },
  tools: (declared: unknown) => {
    const text = JSON.stringify(["by", 'hand "', "$"]);
    return { text, value: Array.isArray(declared) ? (JSON.parse(text) as unknown) : text };
  },
  mood: (declared: unknown) => ({ text: `${String(declared)}, by hand`, value: `${String(declared)}, by hand` }),
};

function idOf(stack: Stack, name: string): string {
  return stack.stateOf(name).id ?? "";
}

describe.each(hostsOf("dynamic"))("on the %s host", (host) => {
  it(`${ROWS} builds and parameters of any values are made, kept, and shown as somebody changes them`, async () => {
    const made = await (objects ??= makeObjects());
    const declared = rowsFor(host).map((rows, row) => toInputs(rows, row, made));
    const stack = await stackOn(host, live, programOf(declared));
    expect((await stack.up()).changes).toMatchObject({ create: 2 * ROWS + 1 });
    expectDeclared(stack, "WorkspaceBuild", WORKSPACE_BUILD);
    expectDeclared(stack, "BuildParameters", BUILD_PARAMETERS);
    await stack.expectNoChanges();
    expect((await stack.refresh()).operations).toEqual({});

    const edits = await editByHand(stack, declared, made);
    const username = `${made.owner.username}-${host}`;
    await live.api.request("PUT", `/users/${made.owner.id}/profile`, { username, name: "" });
    await expectShown(stack, edits);
    // Of these nothing is declared: the engine does not show it.
    for (const row of declared.keys())
      for (const name of [`build-${row}`, `values-${row}`])
        expect(stack.stateOf(name).outputs).toMatchObject({ ownerName: username });
    await stack.up();
    for (const [row, { values }] of declared.entries()) {
      const held = await valuesOf(live.api, made.workspaceIds[row] ?? "");
      for (const [name, value] of Object.entries(values["parameters"] as Values))
        expect([row, name, readAs(value, held[name])]).toEqual([row, name, value]);
    }
    await stack.expectNoChanges();
    await stack.destroy();
  });
});

function readAs(value: unknown, text = ""): unknown {
  return typeof value === "string" ? text : (JSON.parse(text) as unknown);
}
