// Wrong and right programs, by the compiler: what it refuses, at which line and with which words, and what it takes.
import { join, resolve } from "node:path";
import * as typescript from "typescript";
import { programOf } from "../typescript-program";

const ROOT = resolve(__dirname, "../..");
const HEAD = `import * as pulumi from "@pulumi/pulumi";
import * as coderd from "pulumi-coderd";
import * as plugin from "pulumi-coderd/plugin";
declare const id: string;
declare const output: pulumi.Output<string>;
declare const flag: boolean;
declare const workspace: coderd.Workspace;
export const used = [pulumi, coderd, plugin, id, output, flag, workspace];
`;

/** Each: what is wrong, the lines, the line that the compiler points at (from 1), and a part of what it says. */
const WRONG: [what: string, lines: string[], line: number, message: string][] = [
  [
    "a workspace with neither id",
    ['new coderd.Workspace("w", {', '  name: "dev",', "});"],
    1,
    "Property 'templateVersionId' is missing in type '{ name: string; }'",
  ],
  [
    "a workspace with both ids",
    ['new coderd.Workspace("w", { name: "dev", templateId: id, templateVersionId: id });'],
    1,
    "Types of property 'templateVersionId' are incompatible",
  ],
  [
    "a workspace with both ids, as outputs, on the plugin",
    ['new plugin.Workspace("w", { name: "dev", templateId: output, templateVersionId: output });'],
    1,
    "Types of property 'templateVersionId' are incompatible",
  ],
  [
    "a misspelt property",
    ['new coderd.Workspace("w", {', "  templateId: id,", '  tranistion: "start",', "});"],
    3,
    "but 'tranistion' does not exist in type 'WorkspaceArgsWithTemplateId'. Did you mean to write 'transition'?",
  ],
  [
    "a misspelt word",
    ['new coderd.Workspace("w", {', "  templateId: id,", '  transition: "sotp",', "});"],
    3,
    "Type '\"sotp\"' is not assignable to type 'Input<WorkspaceTransition> | undefined'",
  ],
  [
    "a number for a text",
    ['new coderd.Workspace("w", { templateId: id, name: 5 });'],
    1,
    "Type 'number' is not assignable to type 'Input<string> | undefined'",
  ],
  [
    "a text for a flag",
    ['new coderd.Workspace("w", { templateId: id, waitForAgents: "yes" });'],
    1,
    "Type 'string' is not assignable to type 'Input<boolean> | undefined'",
  ],
  [
    "an object for a parameter",
    ['new coderd.Workspace("w", { templateId: id, parameters: { size: { cpus: 2 } } });'],
    1,
    "'cpus' does not exist in type",
  ],
  ["no arguments", ['new coderd.Template("t");'], 1, "Expected 2-3 arguments, but got 1"],
  [
    "a missing property",
    ['new coderd.Template("t", { name: "docker" });'],
    1,
    "Property 'source' is missing in type '{ name: string; }'",
  ],
  [
    "a day that is none",
    [
      'new coderd.Template("t", {',
      "  name: id,",
      "  activeVersionId: id,",
      '  autostartRequirement: { daysOfWeek: ["mon"] },',
      "});",
    ],
    4,
    "Type '\"mon\"' is not assignable to type 'Input<Weekday>'",
  ],
  [
    "a role that is none",
    [
      'new coderd.Template("t", { name: id, activeVersionId: id, accessControl: { users: [{ user: id, role: "owner" }] } });',
    ],
    1,
    "Type '\"owner\"' is not assignable to type 'Input<TemplateRole>'",
  ],
  [
    "a version without a source",
    ['new coderd.TemplateVersion("v", { templateName: "docker" });'],
    1,
    "Property 'source' is missing",
  ],
  [
    "a source of no kind",
    ['new coderd.TemplateVersion("v", { templateName: "docker", source: {} });'],
    1,
    "Type '{}' is not assignable to type 'Input<TemplateVersionSourceArgs>'",
  ],
  [
    "a source of two kinds",
    [
      'new coderd.TemplateVersion("v", {',
      '  templateName: "docker",',
      '  source: { directory: "./a", exampleId: "docker" },',
      "});",
    ],
    3,
    "is not assignable to type 'Input<TemplateVersionSourceArgs>'",
  ],
  [
    "`ignore` beside `files`",
    ['new coderd.TemplateVersion("v", { templateName: "docker", source: { files: {}, ignore: ["*.md"] } });'],
    1,
    "is not assignable to type 'Input<TemplateVersionSourceArgs>'",
  ],
  [
    "`ignore` alone",
    ['new coderd.TemplateVersion("v", { templateName: "docker", source: { ignore: ["*.md"] } });'],
    1,
    "is not assignable to type 'Input<TemplateVersionSourceArgs>'",
  ],
  [
    "a text as source",
    ['new coderd.TemplateVersion("v", { templateName: "docker", source: "./docker" });'],
    1,
    "Type 'string' is not assignable to type 'Input<TemplateVersionSourceArgs>'",
  ],
  [
    "a word for `onDelete` that is none",
    ['new coderd.TemplateVersion("v", { templateName: "docker", source: { directory: "." }, onDelete: "delete" });'],
    1,
    "Type '\"delete\"' is not assignable to type 'Input<TemplateVersionOnDelete> | undefined'",
  ],
  [
    "a build without a transition",
    ['new coderd.WorkspaceBuild("b", { workspaceId: id });'],
    1,
    "Property 'transition' is missing",
  ],
  [
    "a build that deletes",
    ['new coderd.WorkspaceBuild("b", { workspaceId: id, transition: "delete" });'],
    1,
    "Type '\"delete\"' is not assignable to type 'Input<WorkspaceBuildTransition>'",
  ],
  [
    "parameters of no workspace",
    ['new coderd.BuildParameters("p", { parameters: { cpus: 4 } });'],
    1,
    "Property 'workspaceId' is missing",
  ],
  [
    "a member for a list of members",
    ['new coderd.Group("g", { name: "research", members: "ada" });'],
    1,
    "Type 'string' is not assignable to type 'Input<Input<string>[]> | undefined'",
  ],
  [
    "an import on the dynamic host",
    ['new coderd.Group("g", { name: "research" }, { import: "coder/research" });'],
    1,
    "Type 'string' is not assignable to type 'OnlyWithThePlugin<string>'",
  ],
  [
    "a provider on the dynamic host",
    ['const provider = new plugin.Provider("p");', 'new coderd.Group("g", { name: "research" }, { provider });'],
    2,
    "is not assignable to type 'OnlyWithThePlugin<ProviderResource>'",
  ],
  [
    "timeouts on the dynamic host",
    ['new coderd.Group("g", { name: "research" }, { customTimeouts: { create: "5m" } });'],
    1,
    "is not assignable to type 'OnlyWithThePlugin<CustomTimeouts>'",
  ],
  [
    "`get` with a provider on the dynamic host",
    ['coderd.Group.get("g", id, { provider: new plugin.Provider("p") });'],
    1,
    "is not assignable to type 'OnlyWithThePlugin<ProviderResource>'",
  ],
  ["`get` without an id", ['coderd.Group.get("g");'], 1, "Expected 2-3 arguments, but got 1"],
  ["a template of nothing", ["void coderd.getTemplate();"], 1, "Expected 1 arguments, but got 0"],
  [
    "a template of no key",
    ["void coderd.getTemplate({});"],
    1,
    "Argument of type '{}' is not assignable to parameter of type 'GetTemplateArgs'",
  ],
  [
    "a template by id and name",
    ['void coderd.getTemplate({ id, name: "docker" });'],
    1,
    "Types of property 'name' are incompatible",
  ],
  [
    "a template by id in an organization",
    ['void coderd.getTemplate({ id, organization: "acme" });'],
    1,
    "is not assignable to parameter of type 'GetTemplateArgs'",
  ],
  [
    "a workspace by its name alone",
    ['void coderd.getWorkspace({ name: "dev" });'],
    1,
    "Property 'owner' is missing in type '{ name: string; }'",
  ],
  [
    "a build by half of its place",
    ['void coderd.getWorkspaceBuildOutput({ owner: "ada", workspaceName: "dev" });'],
    1,
    "Property 'number' is missing",
  ],
  [
    "a version by name without its template",
    ['void plugin.getTemplateVersion({ name: "v1" });'],
    1,
    "Property 'templateId' is missing",
  ],
  [
    "timings of a workspace and a build",
    ["void coderd.getWorkspaceTimings({ workspaceId: id, workspaceBuildId: id });"],
    1,
    "Types of property 'workspaceBuildId' are incompatible",
  ],
  [
    "an output in the plain form",
    ["void coderd.getTemplate({ id: output });"],
    1,
    "Type 'Output<string>' is not assignable to type 'string | undefined'",
  ],
  [
    "options of a call on the dynamic host",
    ["void coderd.getUser({}, { async: true });"],
    1,
    "Expected 0-1 arguments, but got 2",
  ],
  [
    "a status that cannot be filtered by",
    ['void coderd.getWorkspaces({ status: "asleep" });'],
    1,
    "Type '\"asleep\"' is not assignable to type",
  ],
  ["an output that there is not", ["export const state = workspace.state;"], 1, "Property 'state' does not exist"],
  [
    "an output as a text",
    ["export const status: string = workspace.status;"],
    1,
    "Type 'Output<BuildStatus>' is not assignable to type 'string'",
  ],
  [
    "an output that may be absent, as a text",
    ["export const deadline: pulumi.Output<string> = workspace.deadline;"],
    1,
    "is not assignable to type 'Output<string>'",
  ],
  ["a value for an output", ["workspace.status = output;"], 1, "Cannot assign to 'status' because it is a read-only"],
  [
    "a misspelt setting of the provider",
    ['new plugin.Provider("p", { adress: "https://coder.example.com" });'],
    1,
    "'adress' does not exist in type 'ProviderArgs'",
  ],
  [
    "headers that are no texts",
    ['new plugin.Provider("p", { headers: { "X-Team": 5 } });'],
    1,
    "Type 'number' is not assignable to type 'Input<string>'",
  ],
];

const RIGHT: [what: string, lines: string[]][] = [
  ["a workspace of a template", ['new coderd.Workspace("w", { name: "dev", templateId: id });']],
  ["a workspace of a version", ['new coderd.Workspace("w", { templateVersionId: output });']],
  [
    "ids chosen by a condition, in a spread",
    ['new coderd.Workspace("w", { name: "dev", ...(flag ? { templateId: id } : { templateVersionId: output }) });'],
  ],
  [
    "ids chosen by a condition, as arguments",
    [
      'const args: coderd.WorkspaceArgs = flag ? { templateId: id } : { templateVersionId: id, name: "dev" };',
      'new coderd.Workspace("w", args);',
      'new plugin.Workspace("w", args);',
    ],
  ],
  ["an id chosen by a condition", ['new coderd.Workspace("w", { templateId: flag ? id : output });']],
  [
    "an absent id beside the other",
    ['new coderd.Workspace("w", { templateId: undefined, templateVersionId: id, name: undefined });'],
  ],
  [
    "a component whose arguments extend those of a workspace",
    [
      "interface DevArgs extends coderd.WorkspaceArgsBase { template: pulumi.Input<string>; size: number }",
      "export class Dev extends pulumi.ComponentResource {",
      "  readonly workspace: coderd.Workspace;",
      "  constructor(name: string, { template, size, ...rest }: DevArgs, options?: pulumi.ComponentResourceOptions) {",
      '    super("project:index:Dev", name, {}, options);',
      "    const args = { ...rest, parameters: { size }, templateId: template };",
      "    this.workspace = new coderd.Workspace(name, args, { parent: this });",
      "  }",
      "}",
    ],
  ],
  [
    "arguments that extend one way",
    [
      "interface PinnedArgs extends coderd.WorkspaceArgsWithTemplateVersionId { team: string }",
      "export const pinned = ({ team: _team, ...args }: PinnedArgs) => new coderd.Workspace(_team, args);",
    ],
  ],
  [
    "arguments without a property",
    [
      'export const dev = (args: Omit<coderd.WorkspaceArgsBase, "name">) =>',
      '  new coderd.Workspace("w", { ...args, name: "dev", templateId: id });',
    ],
  ],
  [
    "arguments that are all optional",
    [
      "export const dev = (args: Partial<coderd.WorkspaceArgsBase> = {}) =>",
      '  new coderd.Workspace("w", { waitForAgents: true, ...args, templateId: id });',
    ],
  ],
  [
    "arguments of every resource with more",
    [
      "interface A extends coderd.TemplateVersionArgs { more: number }",
      "interface B extends coderd.TemplateArgsWithSource { more: number }",
      "interface C extends coderd.WorkspaceBuildArgs { more: number }",
      "interface D extends coderd.BuildParametersArgs { more: number }",
      "interface E extends coderd.GroupArgs { more: number }",
      "interface F extends coderd.TemplatePromotionArgs { more: number }",
      "export const make = (a: A, b: B, c: C, d: D, e: E, f: F) => [",
      '  new coderd.TemplateVersion("a", a), new coderd.Template("b", b), new coderd.WorkspaceBuild("c", c),',
      '  new coderd.BuildParameters("d", d), new coderd.Group("e", e),',
      '  new coderd.TemplatePromotion("f", f),',
      "];",
    ],
  ],
  [
    "arguments of every resource, left out in part and spread",
    [
      'export const make = (a: Omit<coderd.TemplateVersionArgs, "source">, b: Partial<coderd.TemplateArgsBase>,',
      '  c: Omit<coderd.WorkspaceBuildArgs, "transition">, d: Partial<coderd.BuildParametersArgs>,',
      '  e: Omit<coderd.GroupArgs, "name">, f: Partial<coderd.TemplatePromotionArgs>) => [',
      '  new coderd.TemplateVersion("a", { ...a, source: { directory: "." } }),',
      '  new coderd.Template("b", { ...b, name: "docker", activeVersionId: id }),',
      '  new coderd.WorkspaceBuild("c", { ...c, transition: "stop" }),',
      '  new coderd.BuildParameters("d", { ...d, workspaceId: id, parameters: {} }),',
      '  new coderd.Group("e", { ...e, name: "research" }),',
      '  new coderd.TemplatePromotion("f", { ...f, templateId: id, templateVersionId: id }),',
      "];",
    ],
  ],
  [
    "arguments as an input",
    [
      "export const dev = (args: pulumi.Input<coderd.WorkspaceArgs>) =>",
      '  pulumi.output(args).apply((known) => new coderd.Workspace("w", known));',
    ],
  ],
  [
    "a source as an input",
    [
      "export const version = (source: pulumi.Input<coderd.TemplateVersionSourceArgs>) =>",
      '  new coderd.TemplateVersion("v", { templateName: "docker", source });',
    ],
  ],
  [
    "a source from an output",
    [
      'new coderd.TemplateVersion("v", { templateName: "docker", source: output.apply((directory) => ({ directory })) });',
    ],
  ],
  [
    "a source of each kind",
    [
      "export const sources: coderd.TemplateVersionSourceArgs[] = [",
      '  { directory: ".", ignore: ["*.md"] }, { files: { "main.tf": output } }, { archive: output }, { exampleId: id },',
      "];",
    ],
  ],
  [
    "a source chosen by a condition",
    [
      'const source = flag ? { directory: "." } : { exampleId: "docker" };',
      'new coderd.TemplateVersion("v", { templateName: "docker", source });',
    ],
  ],
  [
    "values of every type",
    [
      'new coderd.Workspace("w", { templateId: id, parameters: { a: 1, b: "x", c: true, d: ["x", output], e: output } });',
      'new coderd.BuildParameters("p", { workspaceId: id, parameters: output.apply((region) => ({ region })) });',
    ],
  ],
  [
    "triggers as a list and as a map",
    [
      'new coderd.WorkspaceBuild("b", { workspaceId: id, transition: "start", triggers: [1, output] });',
      'new coderd.WorkspaceBuild("c", { workspaceId: id, transition: "start", triggers: { day: 1, image: output } });',
    ],
  ],
  [
    "outputs of resources as inputs of others",
    [
      'const version = new coderd.TemplateVersion("v", { templateName: "docker", source: { directory: "." } });',
      'const template = new coderd.Template("t", { name: version.templateName, activeVersionId: version.id });',
      'new coderd.Workspace("w", { templateVersionId: template.activeVersionId, parameters: workspace.parameters.apply((all) => all ?? {}) });',
    ],
  ],
  [
    "a list of days",
    [
      'const days: coderd.Weekday[] = ["monday"];',
      'new coderd.Template("t", { name: id, activeVersionId: id, autostartRequirement: { daysOfWeek: days } });',
    ],
  ],
  [
    "the options that the dynamic host can follow",
    [
      'const options: coderd.DynamicResourceOptions = { parent: workspace, protect: true, ignoreChanges: ["name"] };',
      'new coderd.Group("g", { name: "research" }, options);',
      'new coderd.Group("h", { name: "other" }, { ...options, dependsOn: [workspace], retainOnDelete: true });',
    ],
  ],
  [
    "the dynamic host's options where Pulumi's are taken",
    [
      "export const pass = (options: coderd.DynamicResourceOptions): pulumi.CustomResourceOptions => options;",
      "export const merge = (options: coderd.DynamicResourceOptions) => pulumi.mergeOptions({ protect: true }, options);",
    ],
  ],
  [
    "all options on the plugin",
    [
      'const provider = new plugin.Provider("p", { url: "https://coder.example.com", token: output, jobTimeoutSeconds: 60 });',
      'new plugin.Group("g", { name: "research" }, { provider, import: "coder/research", customTimeouts: { create: "5m" } });',
      "export const user = plugin.getUserOutput({}, { provider, dependsOn: [provider] });",
      "export const other = plugin.getUser({}, { provider });",
    ],
  ],
  [
    "a component on the plugin",
    [
      "export class Dev extends pulumi.ComponentResource {",
      "  constructor(name: string, args: plugin.WorkspaceArgs, options?: pulumi.ComponentResourceOptions) {",
      '    super("project:index:Dev", name, {}, options);',
      "    new plugin.Workspace(name, args, pulumi.mergeOptions({ parent: this }, { protect: true }));",
      "  }",
      "}",
    ],
  ],
  [
    "every way to name an object",
    [
      "void [coderd.getTemplate({ id }), coderd.getTemplate({ name: id }), coderd.getTemplate({ name: id, organization: id })];",
      'void [coderd.getWorkspace({ id, includeDeleted: true }), coderd.getWorkspace({ owner: "me", name: "dev" })];',
      'void [coderd.getTemplateVersion({ id }), coderd.getTemplateVersion({ templateId: id, name: "v1" })];',
      'void [coderd.getWorkspaceBuild({ id }), coderd.getWorkspaceBuild({ owner: "me", workspaceName: "dev", number: 1 })];',
      "void [coderd.getWorkspaceTimings({ workspaceId: id }), coderd.getWorkspaceTimings({ workspaceBuildId: id })];",
    ],
  ],
  [
    "calls without arguments",
    ["void [coderd.getUser(), coderd.getOrganization(), coderd.getTemplates(), coderd.getWorkspaces()];"],
  ],
  [
    "a call chosen by a condition",
    ["void coderd.getTemplate(flag ? { id } : { name: id });", "export const key: coderd.GetTemplateArgs = { id };"],
  ],
  [
    "outputs as arguments of the Output form",
    [
      "export const template = coderd.getTemplateOutput({ id: workspace.templateId }).name;",
      "export const found = coderd.getWorkspaceOutput({ owner: workspace.ownerName, name: workspace.name });",
    ],
  ],
  [
    "a state that this package does not know yet",
    [
      'export const isOdd = workspace.status.apply((status) => status === "hibernating");',
      "export const text: pulumi.Output<string> = workspace.status;",
      'export const known: coderd.BuildStatus[] = ["running", "hibernating"];',
    ],
  ],
  [
    "a choice by state",
    [
      "export const light = workspace.status.apply((status) => {",
      '  switch (status) { case "running": return "green"; case "failed": return "red"; default: return "grey"; }',
      "});",
    ],
  ],
  [
    "an output that may be absent",
    ['export const deadline: pulumi.Output<string> = workspace.deadline.apply((time) => time ?? "never");'],
  ],
  [
    "parts of outputs",
    [
      "export const agent: pulumi.Output<string | undefined> = workspace.agents.apply(([first]) => first?.name);",
      "export const build: pulumi.Output<number> = workspace.latestBuild.number;",
    ],
  ],
  [
    "types of what functions return",
    [
      "export const names = (found: coderd.GetTemplatesResult): string[] => found.templates.map(({ name }) => name);",
      "export const isStopped = ({ status }: coderd.WorkspaceDetails): boolean => status === 'stopped';",
    ],
  ],
  [
    "telling resources apart",
    ["export const url = (value: unknown) => (coderd.Workspace.isInstance(value) ? value.url : undefined);"],
  ],
  ["an existing resource", ['export const url = coderd.Template.get("docker", output, { parent: workspace }).url;']],
  [
    "the same arguments on both hosts",
    [
      "const args: coderd.TemplateArgs = { name: id, activeVersionId: id };",
      'void [new coderd.Template("a", args), new plugin.Template("b", args satisfies plugin.TemplateArgs)];',
    ],
  ],
];

function compile(settings: typescript.CompilerOptions): (file: string) => { line: number; message: string }[] {
  const texts = new Map(
    [...WRONG, ...RIGHT].map(([what, lines]) => [fileOf(what), `${HEAD}${lines.join("\n")}\n`] as const),
  );
  const paths = {
    "pulumi-coderd": [join(ROOT, "sdk", "index.ts")],
    "pulumi-coderd/plugin": [join(ROOT, "sdk", "plugin.ts")],
  };
  const program = programOf(texts, [], { noUnusedLocals: false, paths, ...settings });
  return (file) => {
    const source = program.getSourceFile(file);
    const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return diagnostics.map(({ start = 0, messageText }) => ({
      line: (source?.getLineAndCharacterOfPosition(start).line ?? 0) + 2 - HEAD.split("\n").length,
      message: typescript.flattenDiagnosticMessageText(messageText, "\n"),
    }));
  };
}

function fileOf(what: string): string {
  return join(ROOT, `${what.replace(/\W+/g, "-")}.ts`);
}

describe.each([
  [
    "with the repository's settings, of which two are off as in most programs",
    { exactOptionalPropertyTypes: false, noUncheckedIndexedAccess: false },
  ],
  [
    "with the repository's settings, which are the strictest",
    { exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
  ],
])("the compiler, %s,", (_name, settings) => {
  let problemsOf: ReturnType<typeof compile>;

  beforeAll(() => {
    problemsOf = compile(settings);
  });

  it.each(WRONG)("refuses %s", (what, _lines, line, message) => {
    const problems = problemsOf(fileOf(what));
    expect(problems).toEqual([{ line, message: expect.stringContaining(message) as string }]);
  });

  it.each(RIGHT)("takes %s", (what) => {
    expect(problemsOf(fileOf(what))).toEqual([]);
  });
});

it("there are at least thirty of each", () => {
  expect(Math.min(WRONG.length, RIGHT.length)).toBeGreaterThanOrEqual(30);
});
