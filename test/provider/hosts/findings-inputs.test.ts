// What an attack on the lifecycle once found about inputs, secret ones among them, stays mended, on both hosts.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { secretOnWire } from "../../../provider/hosts/wire";
import { parameter } from "../../fakes/coder/template-versions";
import { useHostRuns } from "../../fakes/host-runs";
import { makeDirectory, removeTemporaryDirectories } from "../source/fixtures";

const SECRET = "s3cret-input";
/** A pattern that takes exponential time in JavaScript, on a value that it does not fit. */
const SLOW_PATTERN = "^([a-z0-9]+-?)+$";
const SLOW_VALUE = `${"a".repeat(60)}!`;
/** On a busy machine; exponential time has no end. */
const LINEAR_MILLISECONDS = 30_000;

const runs = useHostRuns();

afterAll(removeTemporaryDirectories);

describe.each(["plugin", "dynamic"] as const)("on the %s host", (host) => {
  describe("a template's pattern", () => {
    it("is checked in linear time", async () => {
      const code = parameter("code", "string", { validation_regex: SLOW_PATTERN, validation_error: "no code" });
      const { id } = runs.server.addVersion({ parameters: [code] });
      const { id: templateId } = runs.server.addTemplate({ active_version_id: id });
      const workspace = await runs.resource(host, "Workspace");
      const began = performance.now();
      const failures = await workspace.check({ name: "dev", templateId, parameters: { code: SLOW_VALUE } });
      expect(performance.now() - began).toBeLessThan(LINEAR_MILLISECONDS);
      expect(failures.map(({ reason }) => reason).join()).toContain("no code");
    });
  });

  describe("a list with a secret entry", () => {
    it("is secret as a whole in the state, also after the server has changed it", async () => {
      const template = await runs.resource(host, "Template");
      const autostopRequirement = { daysOfWeek: ["monday", secretOnWire("friday")], weeks: 1 };
      await template.up({ name: "docker", activeVersionId: runs.server.addVersion().id, autostopRequirement });
      // Of a dynamic resource the engine marks the whole property by itself.
      const held = (days: string[]): unknown => (host === "plugin" ? secretOnWire(days) : days);
      const daysOfWeek = held(["monday", "friday"]);
      expect(template.outputs).toMatchObject({ autostopRequirement: { daysOfWeek, weeks: 1 } });
      const stored = runs.server.template(template.id);
      stored["autostop_requirement"] = { days_of_week: ["friday", "sunday"], weeks: 1 };
      await template.refresh();
      expect(template.outputs).toMatchObject({
        autostopRequirement: { daysOfWeek: held(["friday", "sunday"]), weeks: 1 },
      });
    });
  });

  describe("a value that is none of those that are allowed", () => {
    it("is not repeated: it may be a secret", async () => {
      const { id } = runs.server.addVersion();
      const { id: templateId } = runs.server.addTemplate({ active_version_id: id });
      const workspace = await runs.resource(host, "Workspace");
      const failures = await workspace.check({
        name: "dev",
        templateId,
        automaticUpdates: secretOnWire(SECRET),
        transition: SECRET,
      });
      const told = failures.map(({ reason }) => reason).join("\n");
      expect(told).toContain('"always"');
      expect(told).toContain('"start"');
      expect(JSON.stringify(failures)).not.toContain(SECRET);
    });
  });

  describe("a source that is to be ignored", () => {
    it("leads to no difference when its files have changed", async () => {
      const directory = makeDirectory({ "main.tf": "# One" });
      const declared = { templateName: "docker", source: { directory } };
      for (const ignored of [[], ["source"]]) {
        const version = await runs.resource(host, "TemplateVersion", { name: `ignoring-${ignored.length}` }, ignored);
        writeFileSync(join(directory, "main.tf"), "# One");
        await version.up(declared);
        writeFileSync(join(directory, "main.tf"), "# Two");
        const kinds = (await version.changes(declared)).map(({ kind }) => kind);
        expect(kinds).toEqual(ignored.length > 0 ? [] : expect.arrayContaining(["replace"]));
      }
    });
  });

  describe("a Terraform variable that is sensitive by a quoted word", () => {
    it("is secret", async () => {
      const files = { "main.tf": 'variable "password" {\n  sensitive = "true"\n}\n' };
      const version = await runs.resource(host, "TemplateVersion");
      runs.server.variables = [{ name: "password", sensitive: true }];
      await version.up({ templateName: "docker", source: { files }, variables: { password: SECRET } });
      expect(version.inputs).toMatchObject({ variables: { password: secretOnWire(SECRET) } });
      expect(version.outputs).toMatchObject({ variables: { password: secretOnWire(SECRET) } });
    });
  });

  describe("a template whose workspaces are deleted with it", () => {
    it("has all of them deleted, however few the server lists at once", async () => {
      const template = await runs.resource(host, "Template");
      const { id: versionId } = runs.server.addVersion();
      await template.up({ name: "docker", activeVersionId: versionId, forceDelete: true });
      for (const name of ["a", "b", "c", "d", "e"])
        runs.server.addWorkspace("bob", { name, template_version_id: versionId });
      runs.server.http.on("GET /workspaces", ({ query }) => {
        const offset = Number(query.get("offset") ?? 0);
        const { liveWorkspaces } = runs.server;
        return { json: { workspaces: liveWorkspaces.slice(offset, offset + 2), count: liveWorkspaces.length } };
      });
      await template.destroy();
      expect(runs.server.liveWorkspaces).toEqual([]);
      expect(runs.server.templates).toEqual([]);
    });
  });
});
