// Templates: every property in place, names, conflicts, and deletion.
import { isServerBefore, useLive } from "./live";
import { templateProgram, type Pair } from "./programs";
import { messagesAt } from "./stack";
import { plainTemplate } from "./templates";

const live = useLive("tmpl");

/** Property → [value before, value after, field of the API, value there after]. */
const UPDATES: Record<string, { before?: unknown; after: unknown; field: string; held: unknown }> = {
  displayName: { before: "Before", after: "After", field: "display_name", held: "After" },
  description: { before: "Before.", after: "Größer.", field: "description", held: "Größer." },
  icon: { after: "/emojis/1f4bb.png", field: "icon", held: "/emojis/1f4bb.png" },
  defaultTtlMilliseconds: { before: 3_600_000, after: 0, field: "default_ttl_ms", held: 0 },
  activityBumpMilliseconds: { after: 0, field: "activity_bump_ms", held: 0 },
  allowUserCancelWorkspaceJobs: { after: false, field: "allow_user_cancel_workspace_jobs", held: false },
  ...(!isServerBefore(2, 23) && {
    useClassicParameterFlow: { before: true, after: false, field: "use_classic_parameter_flow", held: false },
  }),
  // Only the provider knows it: nothing is sent.
  forceDelete: { after: true, field: "deprecated", held: false },
};

function plainPair(name: string, template: Record<string, unknown> = {}): Pair {
  return { version: { source: { files: plainTemplate(name) } }, template: { name, ...template } };
}

it("updates each property in place, with one request, and shows only that property as changed; forceDelete without any", async () => {
  const pairs = (key: "before" | "after"): Pair[] =>
    Object.entries(UPDATES).map(([property, update], index) => ({
      ...plainPair(`${live.prefix}p${index}`, update[key] === undefined ? {} : { [property]: update[key] }),
      suffix: property,
    }));
  const stack = await live.stack(templateProgram(pairs("before")));
  await stack.up();
  const ids = Object.fromEntries(
    Object.keys(UPDATES).map((property) => [property, stack.stateOf(`template-${property}`).id ?? ""]),
  );

  live.proxy.clear();
  stack.writeProgram(templateProgram(pairs("after")));
  const result = await stack.up();

  for (const [property, { field, held }] of Object.entries(UPDATES)) {
    const step = result.steps.find(({ name }) => name === `template-${property}`);
    expect({ property, operation: step?.operation, changed: step?.changed }).toEqual({
      property,
      operation: "update",
      changed: [property],
    });
    const template = await live.api.request<Record<string, unknown>>("GET", `/templates/${ids[property]}`);
    expect({ property, held: template[field] }).toEqual({ property, held });
  }
  expect(live.proxy.mutations().sort()).toEqual(
    Object.entries(ids)
      .filter(([property]) => property !== "forceDelete")
      .map(([, id]) => `PATCH /templates/${id}`)
      .sort(),
  );
  expect(stack.stateOf("template-forceDelete").outputs["forceDelete"]).toBe(true);
  await stack.expectNoChanges();
});

it("renames the template and its version's template name in place, in one update", async () => {
  const [before, after] = [`${live.prefix}old-name`, `${live.prefix}new-name`];
  const pair = (name: string): Pair => ({
    version: { source: { files: plainTemplate("renamed") } },
    template: { name },
  });
  const stack = await live.stack(templateProgram([pair(before)]));
  await stack.up();
  const [versionId, templateId] = [stack.stateOf("version").id, stack.stateOf("template").id];
  stack.writeProgram(templateProgram([pair(after)]));
  const result = await stack.up();
  expect(result.operations).toEqual({ version: ["update"], template: ["update"] });
  expect([stack.stateOf("version").id, stack.stateOf("template").id]).toEqual([versionId, templateId]);
  expect((await live.api.template(after)).id).toBe(templateId);
  await stack.expectNoChanges();
});

it("refuses a new name together with new content at preview, and the two steps that it names work", async () => {
  const [before, after] = [`${live.prefix}both-old`, `${live.prefix}both-new`];
  const pair = (name: string, marker: string): Pair => ({
    version: { source: { files: plainTemplate(marker) } },
    template: { name },
  });
  const stack = await live.stack(templateProgram([pair(before, "one")]));
  await stack.up();
  live.proxy.clear();
  stack.writeProgram(templateProgram([pair(after, "two")]));
  const refused = await stack.previewFailing();
  expect(refused.text).toContain("Take two steps");
  expect(refused.text).toMatch(
    /`source` changed while template ".*both-old" is to become ".*both-new" \(`templateName`\)/,
  );
  expect(refused.text).toContain(
    "(1) rename the template: `pulumi up --target` with the URN of the `Template`; (2) `pulumi up`.",
  );
  expect(live.proxy.mutations()).toEqual([]);

  const renamed = await stack.up(["--target", stack.stateOf("template").urn]);
  expect(renamed.operations).toEqual({ template: ["update"] });
  expect((await live.api.template(after)).active_version_id).toBe(stack.stateOf("version").id);
  expect((await stack.up()).operations["version"]).toEqual(["create-replacement", "replace", "delete-replaced"]);
  const template = await live.api.template(after);
  expect(template.active_version_id).toBe(stack.stateOf("version").id);
  await stack.expectNoChanges();
});

it("names who holds a template name that is taken, and creates nothing", async () => {
  const name = `${live.prefix}taken`;
  const holder = await live.stack(templateProgram([plainPair(name)]));
  await holder.up();
  const other = await live.stack(
    templateProgram([
      {
        ...plainPair(name.toUpperCase()),
        version: { templateName: `${name}-2`, source: { files: plainTemplate("two") } },
      },
    ]),
  );
  const refused = await other.previewFailing();
  expect(messagesAt(refused, "template", "error").join("\n")).toMatch(
    new RegExp(`is taken by template ${holder.stateOf("template").id} of organization "[^"]+" \\([^)]+\\), made by "`),
  );
  live.proxy.clear();
  await other.upFailing();
  expect(live.proxy.mutations().filter((mutation) => mutation.endsWith("/templates"))).toEqual([]);
  expect(await live.api.templates(name)).toHaveLength(1);
});

it("does not delete a template that has workspaces, names them, and deletes it when they are gone", async () => {
  const name = `${live.prefix}used`;
  const stack = await live.stack(templateProgram([plainPair(name)]));
  await stack.up();
  const workspace = await live.api.createWorkspace("me", {
    name: `${live.prefix}dev`,
    template_id: stack.stateOf("template").id ?? "",
  });
  const refused = await stack.destroyFailing();
  const message = messagesAt(refused, "template", "error").join("\n");
  expect(message).toContain(`${workspace.owner_name}/${workspace.name}`);
  expect(message).toContain("forceDelete");
  expect((await live.api.template(name)).id).toBe(stack.stateOf("template").id);

  await live.api.build(workspace.id, { transition: "delete" });
  await stack.destroy();
  expect(await live.api.templates(name)).toEqual([]);
});

it("deletes the workspaces first with forceDelete", async () => {
  const name = `${live.prefix}forced`;
  const stack = await live.stack(templateProgram([plainPair(name, { forceDelete: true })]));
  await stack.up();
  await live.api.createWorkspace("me", { name: `${live.prefix}f1`, template_id: stack.stateOf("template").id ?? "" });
  await live.api.createWorkspace("me", { name: `${live.prefix}f2`, template_id: stack.stateOf("template").id ?? "" });
  await stack.destroy();
  expect(await live.api.templates(name)).toEqual([]);
  expect(await live.api.workspaces(`${live.prefix}f`)).toEqual([]);
});

it("takes the template away from everyone when it is created, and later", async () => {
  const pairs = (later: boolean): Pair[] => [
    { ...plainPair(`${live.prefix}private`, { disableEveryoneGroupAccess: true }), suffix: "first" },
    { ...plainPair(`${live.prefix}later`, { disableEveryoneGroupAccess: later }), suffix: "later" },
  ];
  const stack = await live.stack(templateProgram(pairs(false)));
  await stack.up();
  const member = await live.user();
  const visible = async (): Promise<string[]> => (await member.api.templates(live.prefix)).map(({ name }) => name);
  expect(await visible()).toContain(`${live.prefix}later`);
  expect(await visible()).not.toContain(`${live.prefix}private`);
  stack.writeProgram(templateProgram(pairs(true)));
  expect((await stack.up()).operations).toEqual({ "template-later": ["update"] });
  expect(await visible()).not.toContain(`${live.prefix}later`);
  await stack.expectNoChanges();
});
