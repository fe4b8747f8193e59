// Ctrl-C at random moments, on both hosts: whatever was under way, the state holds what exists, and the next update
// converges. PULUMI_CODERD_TEST_INTERRUPTS sets how many moments each host gets, to look for a fault.
import { HOSTS, programOn, stackOn, type Host } from "./host-programs";
import { useLive } from "./live";
import type { FoundVersion } from "./server-api";
import type { Stack } from "./stack";
import { moodyTemplate } from "./templates";

const ROUNDS = Number(process.env["PULUMI_CODERD_TEST_INTERRUPTS"] ?? "2");

/** Before that, the engine only starts: there is nothing to interrupt. */
const EARLIEST_MILLISECONDS = 1_500;

const live = useLive("rand");

function program(host: Host, round: number): string {
  const name = `${live.prefix}${host}`;
  const version = { templateName: name, source: { files: moodyTemplate(`${name} ${round}`) } };
  return `
const version = new coderd.TemplateVersion("version", ${JSON.stringify(version)});
const template = new coderd.Template("template", { name: ${JSON.stringify(name)}, activeVersionId: version.id, description: "Round ${round}." });
const workspace = new coderd.Workspace("workspace", {
  name: ${JSON.stringify(name)}, templateVersionId: version.id, parameters: { cpus: ${(round % 8) + 1} },
}, { dependsOn: template });
new coderd.WorkspaceBuild("build", { workspaceId: workspace.id, transition: "start", triggers: { round: ${round} } });
`;
}

/**
 * What was imported of these files, whether a template holds it or not. They have the test's name in them: nobody else
 * imports them.
 */
async function versionsOf(files: ReadonlySet<string>): Promise<FoundVersion[]> {
  const imports = (await live.api.imports()).filter(({ file_id }) => files.has(file_id ?? ""));
  return Promise.all(imports.map(({ input }) => live.api.version(input.template_version_id ?? "")));
}

/** Everything with an id in the state exists on the server. */
async function expectTrueState(stack: Stack): Promise<void> {
  for (const { type, id } of stack
    .state()
    .filter((resource) => resource.id !== undefined && /coderd[:/]/.test(resource.type))) {
    const noun = {
      TemplateVersion: "templateversions",
      Template: "templates",
      Workspace: "workspaces",
      WorkspaceBuild: "workspacebuilds",
    }[type.split(":").at(-1) ?? ""];
    if (noun !== undefined) await live.api.request("GET", `/${noun}/${id}`);
  }
  expect(stack.pendingOperations()).toEqual([]);
}

describe.each(HOSTS)("the %s host", (host) => {
  it(
    `converges after each of ${ROUNDS} interrupts, without a second object and without an orphan`,
    async () => {
      const name = `${live.prefix}${host}`;
      const stack = await stackOn(host, live, program(host, 0));
      let started = Date.now();
      await stack.up();
      let longest = Date.now() - started;
      const files = new Set<string>();
      const noteFiles = async (): Promise<unknown> =>
        files.add((await live.api.version(stack.stateOf("version").id ?? "")).job.file_id);
      await noteFiles();

      for (let round = 1; round <= ROUNDS; round += 1) {
        stack.writeProgram(programOn(host, program(host, round)));
        started = Date.now();
        const running = stack.begin("up");
        const moment = EARLIEST_MILLISECONDS + Math.random() * Math.max(0, longest - EARLIEST_MILLISECONDS);
        const timer = setTimeout(() => running.interrupt(), moment);
        const { exitCode } = await running.ended;
        clearTimeout(timer);
        const took = Date.now() - started;
        console.log(
          `${host}, round ${round}: interrupted after ${Math.round(moment)} ms, ended with ${exitCode} after ` +
            `${took} ms`,
        );
        if (exitCode === 0) longest = Math.max(longest, took);
        await expectTrueState(stack);

        await stack.up();
        await expectTrueState(stack);
        await noteFiles();
        expect((await stack.preview()).operations).toEqual({});
        expect(await live.api.templates(name)).toHaveLength(1);
        const workspaces = await live.api.workspaces(name);
        expect(workspaces).toHaveLength(1);
        expect(workspaces[0]?.latest_build).toMatchObject({
          status: "running",
          template_version_id: stack.stateOf("version").id,
        });
        expect(workspaces[0]?.latest_build.id).toBe(stack.stateOf("build").id);
      }

      const imported = (await versionsOf(files)).filter(({ job }) => job.status === "succeeded");
      // One version for each content, and all but the last archived.
      expect(imported).toHaveLength(ROUNDS + 1);
      expect(imported.filter(({ archived }) => !archived).map(({ id }) => id)).toEqual([stack.stateOf("version").id]);
      await stack.destroy();
      expect(await live.api.templates(name)).toEqual([]);
      expect(await live.api.workspaces(name)).toEqual([]);
    },
    300_000 + ROUNDS * 300_000,
  );
});
