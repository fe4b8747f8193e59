import {
  checkBuild,
  loadPreset,
  loadVersion,
  type WantedBuild,
} from "../../../../provider/resources/builds/version-facts";
import { apiError } from "../../../fakes/call-recorder";
import type { FakeCoder } from "../../../fakes/coder";
import { evaluated, parameter } from "../../../fakes/coder/template-versions";
import { me } from "../../../fakes/coder/users";
import { UNKNOWN } from "../../../../provider/values";
import { startCoder, addTemplate } from "../../../fakes/workspace-runs";

describe("loadVersion", () => {
  it("asks for a version once per process", async () => {
    const coder = await startCoder();
    const { versionId } = addTemplate(coder, [parameter("cpus")]);
    const [facts] = await Promise.all([
      loadVersion(coder.context(), versionId, "x"),
      loadVersion(coder.context(), versionId, "x"),
    ]);
    await loadVersion(coder.context(), versionId, "x");
    expect(facts.parameters.map(({ name }) => name)).toEqual(["cpus"]);
    expect(coder.reads).toEqual(["getTemplateVersion", "getTemplateVersionParameters"]);
  });

  it("refuses a version that can't be built, and asks again the next time", async () => {
    const coder = await startCoder();
    const failed = coder.addVersion({ template_id: "template", name: "bad" }, "failed").id;
    const free = coder.addVersion({ name: "free" }).id;
    const reason = (id: string): Promise<unknown> =>
      loadVersion(coder.context(), id, "templateVersionId").catch((thrown: Error) => thrown.message);
    expect(await reason("none")).toBe(
      "`templateVersionId`: There is no template version none, or the token's user may not see it. Give the id of a template version of this server.",
    );
    expect(await reason(failed)).toBe(
      '`templateVersionId`: Template version "bad" can\'t be built: its import job is "failed", not "succeeded".',
    );
    expect(await reason(free)).toBe(
      '`templateVersionId`: Template version "free" belongs to no template yet. Use `activeVersionId` of the `Template` that it is for, so that the template is made first.',
    );
    expect(await reason(free)).toMatch("belongs to no template yet");
    expect(coder.reads).toHaveLength(4);
  });

  it("refuses each of those who ask together at their own property", async () => {
    const coder = await startCoder();
    const properties = ["templateVersionId", "workspaceId"];
    const failures = await Promise.allSettled(
      properties.map((property) => loadVersion(coder.context(), "none", property)),
    );
    expect(failures.map((each) => (each.status === "rejected" ? String(each.reason) : ""))).toEqual(
      properties.map((property) => expect.stringContaining(`\`${property}\`: There is no template version`) as string),
    );
    expect(coder.reads).toEqual(["getTemplateVersion"]);
  });

  it("passes other errors on, and forgets them", async () => {
    const coder = await startCoder();
    const { versionId } = addTemplate(coder);
    coder.failures.set("getTemplateVersion", [{ error: apiError(500, "Broken."), isDone: false }]);
    await expect(loadVersion(coder.context(), versionId, "x")).rejects.toThrow("Broken.");
    await expect(loadVersion(coder.context(), versionId, "x")).resolves.toMatchObject({ version: { name: "v1" } });
  });
});

describe("loadPreset", () => {
  it("finds a preset by name or id, and suggests one for a slip of the hand", async () => {
    const coder = await startCoder();
    const { templateId } = addTemplate(coder);
    const preset = { id: "preset-1", name: "Big", default: false, parameters: [] };
    const version = (
      await loadVersion(
        coder.context(),
        coder.addVersion({ template_id: templateId, name: "v2", parameters: [], presets: [preset] }).id,
        "x",
      )
    ).version;
    await expect(loadPreset(coder.context(), version, "Big")).resolves.toMatchObject(preset);
    await expect(loadPreset(coder.context(), version, "preset-1")).resolves.toMatchObject(preset);
    await expect(loadPreset(coder.context(), version, "Bug")).rejects.toThrow(
      '`preset`: Template version "v2" has no preset "Bug". Did you mean "Big"?',
    );
    await expect(loadPreset(coder.context(), version, "Medium-sized")).rejects.toThrow(
      'has no preset "Medium-sized". It has "Big".',
    );
    expect(coder.reads.filter((read) => read === "getTemplateVersionPresets")).toHaveLength(1);
  });
});

describe("checkBuild", () => {
  async function wanted(coder: FakeCoder, parameters: unknown): Promise<WantedBuild> {
    const { versionId } = addTemplate(coder, [parameter("static")]);
    const facts = await loadVersion(coder.context(), versionId, "x");
    return {
      facts,
      parameters,
      preset: undefined,
      held: undefined,
      isClassic: false,
      ownerId: me.id,
      allowsEphemeral: false,
      refusesImmutable: false,
    };
  }

  it("judges by what the server evaluates in the dynamic flow, and repeats no value", async () => {
    const coder = await startCoder();
    coder.evaluation = [
      evaluated("cpus", "number", {
        validations: [
          {
            validation_error: "",
            validation_regex: undefined,
            validation_min: 1,
            validation_max: 8,
            validation_monotonic: undefined,
          },
        ],
      }),
      evaluated("odd", "string", {
        diagnostics: [{ severity: "error", summary: "Not this one", detail: "value hidden is odd", extra: undefined }],
      }),
      evaluated("fine", "string", {
        diagnostics: [{ severity: "warning", summary: "Old", detail: "", extra: undefined }],
      }),
    ];
    expect(await checkBuild(coder.context(), await wanted(coder, { cpus: 9, odd: "hidden" }))).toEqual([
      { property: "parameters", reason: 'Parameter "cpus" must be at least 1 and at most 8.' },
    ]);
    expect(await checkBuild(coder.context(), await wanted(coder, { cpus: 8, odd: "hidden" }))).toEqual([
      { property: "parameters", reason: 'Parameter "odd" is refused by the server: Not this one' },
    ]);
  });

  it("does not ask the server to evaluate what is not known, nor a server that can't", async () => {
    const coder = await startCoder();
    expect(await checkBuild(coder.context(), await wanted(coder, { cpus: UNKNOWN }))).toEqual([]);
    expect(coder.reads).not.toContain("evaluateDynamicParameters");
    coder.failures.set("evaluateDynamicParameters", [{ error: apiError(404), isDone: false }]);
    expect(await checkBuild(coder.context(), await wanted(coder, { cpus: 9 }))).toEqual([]);
  });

  it("asks once what many workspaces ask alike, and again for another owner, or later", async () => {
    const coder = await startCoder();
    coder.http.version = "v2.30.0";
    coder.evaluation = [evaluated("region", "string")];
    const build = { ...(await wanted(coder, { region: "eu" })), isClassic: false };
    const count = (): number => coder.reads.filter((read) => read === "evaluateDynamicParameters").length;
    await Promise.all([checkBuild(coder.context(), build), checkBuild(coder.context(), build)]);
    await checkBuild(coder.context(), build);
    expect(count()).toBe(1);
    await checkBuild(coder.context(), { ...build, ownerId: "another" });
    expect(count()).toBe(2);
    const later = Date.now() + 10_000;
    jest.spyOn(Date, "now").mockReturnValue(later);
    await checkBuild(coder.context(), build);
    expect(count()).toBe(3);
    jest.restoreAllMocks();
  });
});
