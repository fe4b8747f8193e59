// What the compiler says of requests: wrong values and missing alternatives do not compile, right ones do.
import { join } from "node:path";
import { problemsOf, programOf } from "../../typescript-program";

const HEAD = `import { createClient, isOneOf, type Workspace, type WorkspaceBuild } from "../../../provider";
const client = createClient({ url: "https://coder.example.com" });
declare const workspace: Workspace;
declare const build: WorkspaceBuild;
declare const isPinned: boolean;
`;

/** Where the texts stand: beside this file. */
const fileOf = (name: string, index: number): string => join(__dirname, `${name}-${index}.ts`);

const WRONG: readonly (readonly [call: string, ...parts: string[]])[] = [
  ['client.createTemplateVersion("default", {})', "CreateTemplateVersionRequest"],
  ['client.createTemplateVersion("default", { name: "v1" })', "file_id"],
  ['client.createTemplateVersion("default", { file_id: "f", example_id: "docker" })', "example_id"],
  ['client.updateTemplate("t", { max_port_share_level: "nonsense" })', '"nonsense"', '"authenticated"'],
  ['client.updateTemplate("t", { autostart_requirement: { days_of_week: ["Funday"] } })', '"Funday"', '"monday"'],
  ['client.updateTemplate("t", { display_nam: "x" })', "display_nam"],
  ['client.createTemplate("default", { name: "x" })', "template_version_id"],
  ['client.updateTemplateAcl("t", { user_perms: { u: "owner" } })', '"owner"', "TemplateRole"],
  ['client.uploadFile(Buffer.alloc(0), "application/gzip")', '"application/gzip"', "ArchiveContentType"],
  ['client.getProvisionerJobs("default", { status: ["done"] })', '"done"'],
  ['client.getProvisionerDaemons("default", { status: ["running"] })', '"running"', '"offline"'],
  ['client.createToken("me", { token_name: "x", scope: "some" })', '"some"'],
  ['client.createWorkspace("me", { name: "dev" })', "is not assignable to parameter of type 'CreateWorkspace"],
  [
    'client.createWorkspace("me", { name: "dev", template_id: "t1", template_version_id: "v1" })',
    "is not assignable to parameter of type 'CreateWorkspace",
  ],
  ['client.createWorkspaceBuild("w1", { transition: "restart" })', "'\"restart\"' is not assignable"],
  ['client.createWorkspaceBuild("w1", { transition: "stop", dry_run: true })', "'dry_run' does not exist"],
  [
    'client.setWorkspaceAutomaticUpdates("w1", workspace.automatic_updates)',
    "is not assignable to parameter of type",
    '"always"',
    '"never"',
  ],
  ['client.extendWorkspace("w1", build.max_deadline)', "'undefined' is not assignable"],
  ['client.extendWorkspace("w1", 3_600_000)', "'number' is not assignable"],
];

const RIGHT: readonly string[] = [
  'client.createTemplateVersion("default", { file_id: "f" })',
  'client.createTemplateVersion("default", { name: "v1", example_id: "docker", template_id: undefined })',
  'client.updateTemplate("t", {})',
  'client.updateTemplate("t", { description: "x", autostop_requirement: { days_of_week: ["sunday"], weeks: 2 } })',
  'client.getTemplate("t").then((template) => client.updateTemplate(template, { max_port_share_level: "owner" }))',
  // An answer may hold a value that is newer than this package, and is still compared with the known ones.
  'client.getTemplate("t").then((template) => template.max_port_share_level === "owner" || template.icon === "later")',
  'client.getTemplateVersion("v").then(({ job }) => { const status: string = job.status; return status; })',
  'client.getProvisionerDaemons("default", { status: ["offline", "idle"], offline: true })',
  'client.updateTemplateAcl("t", { user_perms: { u: "use" }, group_perms: { g: "" } })',
  'client.createWorkspace("me", { name: "dev", template_id: "t1" })',
  'client.createWorkspace("me", { name: "dev", template_version_id: "v1", ttl_ms: 0 })',
  'client.createWorkspace("me", { name: "dev", ...(isPinned ? { template_version_id: "v1" } : { template_id: "t1" }) })',
  '(build.max_deadline === undefined ? undefined : client.extendWorkspace("w1", build.max_deadline))',
  'client.getWorkspaceBuilds("w1", { since: new Date() })',
  '(isOneOf(build.transition, ["start", "stop"]) && client.createWorkspaceBuild("w1", { transition: build.transition }))',
  '(isOneOf(workspace.automatic_updates, ["always", "never"]) && client.setWorkspaceAutomaticUpdates("w2", workspace.automatic_updates))',
  '(build.status === "hibernated" && client.getUser("me"))',
  'client.createWorkspaceBuild("w1", { transition: "start", state: Buffer.from("{}") })',
  'client.createWorkspaceBuild("w1", { transition: "start", state: "{}" })',
  "((text: string) => text)(build.reason)",
];

const texts = new Map([
  ...WRONG.map(([call], index): [string, string] => [fileOf("wrong", index), `${HEAD}void ${call};\n`]),
  ...RIGHT.map((call, index): [string, string] => [fileOf("right", index), `${HEAD}void ${call};\n`]),
]);

const program = programOf(texts, [], { noUnusedLocals: false });

describe("a request", () => {
  it.each(WRONG.map(([call, ...parts], index) => ({ call, parts, index })))(
    "that is wrong does not compile: $call",
    ({ parts, index }) => {
      const problems = problemsOf(program, fileOf("wrong", index));
      expect(problems).toHaveLength(1);
      for (const part of parts) expect(problems[0]).toContain(part);
    },
  );

  it.each(RIGHT.map((call, index) => ({ call, index })))("that is right compiles: $call", ({ index }) => {
    expect(problemsOf(program, fileOf("right", index))).toEqual([]);
  });
});
