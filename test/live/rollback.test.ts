// Back to an earlier content, as `git revert` does it: no import job, by the server's own list of jobs, and how long it
// takes beside a fresh import. Runs alone: it tells how long updates take.
import { commitAll, runGit } from "../provider/source/fixtures";
import { HOSTS, programOn, stackOn, type Host } from "./host-programs";
import { useLive } from "./live";
import type { Result, Stack } from "./stack";
import { plainTemplate } from "./templates";

const live = useLive("back");

const SECRET = "hunter2-rollback-7c4";

const WAYS = ["Template with source", "TemplateVersion and Template"] as const;

type Way = (typeof WAYS)[number];

const CASES = HOSTS.flatMap((host) => WAYS.map((way) => ({ host, way })));

/** Each host, and each way. */
const CROSSED = CASES.filter(({ host, way }) => HOSTS.indexOf(host) === WAYS.indexOf(way));

const VARIABLES = 'variable "password" {\n  type      = string\n  sensitive = true\n}\n';

interface Declared {
  name: string;
  /** Given to the version by the program. */
  versionName?: string;
  isSecret?: boolean;
}

/** A template of the folder `template`. */
function program(host: Host, way: Way, { name, versionName, isSecret = false }: Declared): string {
  const content = `source: { directory: "template" }, ${isSecret ? `variables: { password: pulumi.secret("${SECRET}") },` : ""}`;
  const named = (property: string): string => (versionName === undefined ? "" : `${property}: "${versionName}",`);
  return programOn(
    host,
    way === "Template with source"
      ? `new coderd.Template("template", { name: "${name}", ${content} ${named("versionName")} });`
      : `const version = new coderd.TemplateVersion("version", { templateName: "${name}", ${content} ${named("name")} });
new coderd.Template("template", { name: "${name}", activeVersionId: version.id });`,
  );
}

/** The import jobs of the contents that the template has had, whether their versions are the template's or nobody's. */
async function jobsOf(templateName: string): Promise<number> {
  const { id } = await live.api.template(templateName);
  const files = new Set((await live.api.versions(id)).map(({ job }) => job.file_id));
  return (await live.api.imports()).filter(({ file_id }) => file_id !== undefined && files.has(file_id)).length;
}

async function activeOf(templateName: string): Promise<string> {
  return (await live.api.template(templateName)).active_version_id;
}

async function timed(update: () => Promise<Result>): Promise<string> {
  const begin = performance.now();
  await update();
  return `${((performance.now() - begin) / 1000).toFixed(1)} s`;
}

async function stackWith(host: Host, way: Way, declared: Declared): Promise<Stack> {
  const files = {
    ".gitignore": "node_modules\n",
    "template/variables.tf": declared.isSecret === true ? VARIABLES : "",
  };
  const stack = await stackOn(host, live, "", { files });
  stack.writeProgram(program(host, way, declared));
  return stack;
}

function write(stack: Stack, content: string): void {
  stack.writeFile("template/main.tf", plainTemplate(content)["main.tf"] ?? "");
}

it.each(CASES)("a revert makes no job on the $host host, by $way, with a sensitive variable", async ({ host, way }) => {
  const name = `${live.prefix}${CASES.findIndex((each) => each.host === host && each.way === way)}`;
  const stack = await stackWith(host, way, { name, isSecret: true });
  write(stack, `${name} one`);
  commitAll(stack.folder, "One.");
  await stack.up();
  const first = await activeOf(name);
  write(stack, `${name} two`);
  commitAll(stack.folder, "Two.");
  const fresh = await timed(() => stack.up());
  const second = await activeOf(name);
  expect([second === first, await jobsOf(name)]).toEqual([false, 2]);
  for (const active of [first, second]) {
    runGit(stack.folder, "revert", "--no-edit", "HEAD");
    const back = await timed(() => stack.up());
    console.log(`${way}, ${host} host: with an import ${fresh}, back without one ${back}`);
    expect([await activeOf(name), await jobsOf(name)]).toEqual([active, 2]);
    expect((await live.api.version(active)).archived).toBe(false);
  }
  await stack.expectNoChanges();
  expect((await stack.run(["stack", "export"])).text).not.toContain(SECRET);
});

it.each(CROSSED)(
  "nor does one on the $host host, by $way, after the template was renamed and the version lost its given name",
  async ({ host, way }) => {
    const name = `${live.prefix}n${HOSTS.indexOf(host)}`;
    const stack = await stackWith(host, way, { name, versionName: "v1" });
    write(stack, `${name} one`);
    commitAll(stack.folder, "One.");
    await stack.up();
    const first = await activeOf(name);
    write(stack, `${name} two`);
    commitAll(stack.folder, "Two.");
    stack.writeProgram(program(host, way, { name }));
    await stack.up();
    const renamed = `${name}-renamed`;
    stack.writeProgram(program(host, way, { name: renamed }));
    await stack.up();
    expect(await jobsOf(renamed)).toBe(2);
    runGit(stack.folder, "revert", "--no-edit", "HEAD");
    await stack.up();
    expect([await activeOf(renamed), await jobsOf(renamed)]).toEqual([first, 2]);
    await stack.expectNoChanges();
  },
);
