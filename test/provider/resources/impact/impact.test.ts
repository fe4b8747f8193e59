// What a version means for the workspaces of its template: each cause, who counts, and with how many requests.
import { InputError } from "../../../../provider/errors";
import type { TemplateImpact } from "../../../../provider/outputs/template-impact";
import { workspacesOf } from "../../../../provider/resources/impact/holders";
import { impactOf } from "../../../../provider/resources/impact/impact";
import type { FakeCoder } from "../../../fakes/coder";
import { evaluated, parameter } from "../../../fakes/coder/template-versions";
import { addSixCauses, addUpgrade, SECRET, withOptions, type Upgrade } from "../../../fakes/impacts";
import { takeCounts } from "../../../fakes/request-counts";
import { startCoder } from "../../../fakes/workspace-runs";

const PREBUILDS_OWNER = "c42fdf75-3097-471c-8c33-fb52454d81c0";

let coder: FakeCoder;

beforeEach(async () => {
  coder = await startCoder();
});

async function impact({ template, after }: Upgrade, limit?: number): Promise<TemplateImpact> {
  const { client } = coder;
  const found = await client.getTemplate(template.id);
  const workspaces = await workspacesOf(coder.context(), found);
  return impactOf(coder.context(), found, after.id, { limit, workspaces });
}

/** As "kind name: owner/name owner/name". */
function told({ causes }: TemplateImpact): string[] {
  return causes.map(
    ({ kind, name, workspaces }) =>
      `${kind} ${name}: ${workspaces.map((each) => `${each.ownerName}/${each.name}`).join(" ")}`,
  );
}

/** A parameter as the dynamic flow shows it where its value is refused. */
function refused(name: string, type = "string") {
  return evaluated(name, type, { diagnostics: [{ severity: "error", summary: "No.", detail: "", extra: undefined }] });
}

describe("in the classic flow", () => {
  it("each of the six causes is told by its name and the workspaces", async () => {
    const found = await impact(addSixCauses(coder));
    expect(told(found)).toEqual([
      "missingParameter token: admin/good bob/bad",
      "invalidOption region: bob/bad",
      "invalidValue size: bob/bad",
      "invalidValue team: bob/bad",
      "immutableParameter zone: bob/bad",
      "missingPreset Large: bob/bad",
      "removedParameter legacy: admin/good bob/bad",
    ]);
    expect(found).toMatchObject({
      templateName: "docker",
      templateVersionName: "v2",
      workspaceCount: 2,
      followingCount: 0,
      blockedCount: 2,
      uncheckedCount: 0,
    });
    expect(found.causes[1]?.workspaces).toEqual([{ id: coder.workspaces[1]?.id, name: "bad", ownerName: "bob" }]);
  });

  it("a value that may be secret stands in no address", async () => {
    const upgrade = addSixCauses(coder);
    for (let number = 0; number < 20; number++) upgrade.workspace("admin", `more-${number}`, { team: SECRET });
    expect((await impact(upgrade)).causes.find(({ name }) => name === "team")?.workspaces).toHaveLength(21);
    const queries = coder.takeRequests().map(({ query }) => query.get("q") ?? "");
    expect(queries.filter((query) => query.includes("param:"))).not.toEqual([]);
    expect(queries.join()).not.toContain("hunter2");
  });

  it("a required parameter that was optional is missing where its value is empty", async () => {
    const repository = parameter("repository", "string", { default_value: "" });
    const upgrade = addUpgrade(coder, {
      before: { parameters: [repository] },
      after: { parameters: [{ ...repository, required: true }] },
    });
    upgrade.workspace("admin", "empty");
    upgrade.workspace("admin", "full", { repository: "https://example.com" });
    expect(told(await impact(upgrade))).toEqual(["missingParameter repository: admin/empty"]);
  });

  it("parameters whose rules stay are not asked for, nor is what the version adds with a default", async () => {
    const kept = [withOptions("region", ["eu", "us"]), parameter("size", "number", { validation_max: 4 })];
    const upgrade = addUpgrade(coder, {
      before: { parameters: [...kept, parameter("once", "string", { ephemeral: true })] },
      after: { parameters: [...kept, withOptions("shell", ["bash"], { mutable: false })] },
    });
    upgrade.workspace("bob", "dev", { region: "us" });
    coder.takeRequests();
    expect(told(await impact(upgrade))).toEqual([]);
    expect(takeCounts(coder)).toEqual({
      "GET /templates/:id": 1,
      "GET /templateversions/:id": 2,
      "GET /templateversions/:id/rich-parameters": 2,
      "GET /workspaces": 1,
    });
  });

  it("values are read where a build failed, as nobody says that it took them", async () => {
    const size = [parameter("size", "number", { validation_max: 4 })];
    const upgrade = addUpgrade(coder, { before: { parameters: size }, after: { parameters: size } });
    coder.endings.push("failed");
    upgrade.workspace("bob", "dev", { size: "9" });
    expect(told(await impact(upgrade))).toEqual(["invalidValue size: bob/dev"]);
  });

  it("a hundred workspaces of the same values cost a handful of requests", async () => {
    const upgrade = addSixCauses(coder);
    for (const workspace of coder.workspaces.splice(0)) coder.values.delete(workspace.latest_build.id);
    upgrade.after.parameters = upgrade.after.parameters.filter(({ name }) => name !== "team");
    const last = 100;
    for (let number = 0; number < last; number++)
      upgrade.workspace(number % 2 === 0 ? "admin" : "bob", `dev-${number}`, { region: "us", size: "8" });
    coder.takeRequests();
    const found = await impact(upgrade);
    expect(found.causes.map(({ kind, name, workspaces }) => [kind, name, workspaces.length])).toEqual([
      ["missingParameter", "token", last],
      ["invalidOption", "region", last],
      ["invalidValue", "size", last],
      ["removedParameter", "legacy", last],
      ["removedParameter", "team", last],
    ]);
    expect(found).toMatchObject({ blockedCount: last, uncheckedCount: 0 });
    expect(takeCounts(coder)).toEqual({
      "GET /templates/:id": 1,
      "GET /templateversions/:id": 2,
      "GET /templateversions/:id/rich-parameters": 2,
      "GET /workspacebuilds/:id/parameters": 1,
      // All of them, three names, and three values.
      "GET /workspaces": 7,
    });
  });

  it("beyond the limit workspaces are counted as not looked at, and what has its values is not", async () => {
    const upgrade = addSixCauses(coder);
    for (let number = 0; number < 10; number++) upgrade.workspace("bob", `dev-${number}`, { team: `Team${number}` });
    coder.takeRequests();
    const found = await impact(upgrade, 4);
    expect(takeCounts(coder)["GET /workspacebuilds/:id/parameters"]).toBe(4);
    expect(found).toMatchObject({ workspaceCount: 12, blockedCount: 12, uncheckedCount: 8 });
    expect(found.causes.find(({ kind }) => kind === "missingParameter")?.workspaces).toHaveLength(12);
  });

  it("names that a search would take for others are looked for among the values", async () => {
    const upgrade = addUpgrade(coder, {
      before: { parameters: ["Region", "a,b"].map((name) => parameter(name)) },
      after: { parameters: [parameter("region", "string", { required: true })] },
    });
    upgrade.workspace("bob", "dev", { Region: "eu", "a,b": "1" });
    coder.takeRequests();
    expect(told(await impact(upgrade))).toEqual([
      "missingParameter region: bob/dev",
      "removedParameter Region: bob/dev",
      "removedParameter a,b: bob/dev",
    ]);
    expect(takeCounts(coder)).toMatchObject({ "GET /workspaces": 1, "GET /workspacebuilds/:id/parameters": 1 });
  });

  it("a name with a sign of patterns is searched for as it is", async () => {
    const upgrade = addUpgrade(coder, {
      before: { parameters: [parameter("my-region"), parameter("100%")] },
      after: { parameters: [parameter("my-region"), parameter("my_region", "string", { required: true })] },
    });
    upgrade.workspace("bob", "dev");
    expect(told(await impact(upgrade))).toEqual([
      "missingParameter my_region: bob/dev",
      "removedParameter 100%: bob/dev",
    ]);
  });
});

describe("in the dynamic flow", () => {
  const dynamic = { use_classic_parameter_flow: false };

  it("each of the six causes is told as the server evaluates the values", async () => {
    const upgrade = addSixCauses(coder, dynamic);
    coder.evaluation = ({ region, size, team, zone }) => [
      region === "eu" ? evaluated("region", "string") : refused("region"),
      size === "8" ? refused("size", "number") : evaluated("size", "number"),
      team === SECRET ? refused("team") : evaluated("team", "string"),
      { ...(zone === "b" ? refused("zone") : evaluated("zone", "string")), mutable: false },
      { ...refused("token"), required: true },
    ];
    expect(told(await impact(upgrade))).toEqual([
      "missingParameter token: admin/good bob/bad",
      "invalidValue region: bob/bad",
      "invalidValue size: bob/bad",
      "invalidValue team: bob/bad",
      "immutableParameter zone: bob/bad",
      "missingPreset Large: bob/bad",
      "removedParameter legacy: admin/good bob/bad",
    ]);
  });

  it("one evaluation is made for each owner with each set of values, and one read for each set", async () => {
    const region = withOptions("region", ["eu", "us"]);
    const upgrade = addUpgrade(coder, { before: { parameters: [region] }, after: { parameters: [region] } }, dynamic);
    for (let number = 0; number < 100; number++)
      upgrade.workspace(number < 60 ? "admin" : "bob", `dev-${number}`, { region: number % 2 === 0 ? "eu" : "us" });
    const asked: string[] = [];
    coder.evaluation = (inputs, ownerId) => {
      asked.push(JSON.stringify([inputs, ownerId]));
      return inputs["region"] === "us" ? [refused("region")] : [evaluated("region", "string")];
    };
    coder.takeRequests();
    const found = await impact(upgrade);
    expect(found).toMatchObject({ workspaceCount: 100, blockedCount: 50, uncheckedCount: 0 });
    expect(new Set(asked.filter((each) => each.includes("region"))).size).toBe(4);
    expect(asked.filter((each) => each.includes("region"))).toHaveLength(4);
    expect(takeCounts(coder)).toMatchObject({ "GET /workspacebuilds/:id/parameters": 2, "GET /workspaces": 3 });
  });

  it("values for a single build are not asked about, and where the template's code fails nothing is known", async () => {
    const once = parameter("once", "string", { ephemeral: true });
    const upgrade = addUpgrade(coder, { before: { parameters: [once] }, after: { parameters: [once] } }, dynamic);
    upgrade.workspace("bob", "dev", { once: "yes" });
    coder.evaluation = (inputs) => [
      evaluated("once", "string", { ephemeral: true }),
      ...Object.keys(inputs).map((each) => refused(each)),
    ];
    expect(await impact(upgrade)).toMatchObject({ blockedCount: 0, uncheckedCount: 0, causes: [] });

    coder.http.on("POST /templateversions/:id/dynamic-parameters/evaluate", {
      json: { id: 0, diagnostics: [{ severity: "error", summary: "Broken.", detail: "" }], parameters: [] },
    });
    upgrade.workspace("admin", "dev");
    expect(await impact(upgrade)).toMatchObject({ blockedCount: 0, uncheckedCount: 1, causes: [] });
  });
});

it("workspaces that the server keeps ready don't count, nor is it told what the version means for its own ones", async () => {
  const upgrade = addSixCauses(coder);
  const ready = upgrade.workspace("admin", "ready", { region: "us" });
  ready.is_prebuild = true;
  // An older server does not mark them.
  Object.assign(upgrade.workspace("admin", "old", { region: "us" }), { owner_id: PREBUILDS_OWNER });
  const [good, bad] = coder.workspaces;
  coder.build(bad?.id ?? "", { transition: "start", template_version_id: upgrade.after.id });
  Object.assign(good ?? {}, { automatic_updates: "always" });
  const found = await impact(upgrade);
  expect(found).toMatchObject({ workspaceCount: 2, followingCount: 1, blockedCount: 1 });
  expect(told(found)).toEqual(["missingParameter token: admin/good", "removedParameter legacy: admin/good"]);
});

it("dormant and stopped workspaces count, and all follow a template that requires its active version", async () => {
  const upgrade = addSixCauses(coder, { require_active_version: true });
  const [good, bad] = coder.workspaces;
  coder.build(good?.id ?? "", { transition: "stop" });
  Object.assign(bad ?? {}, { dormant_at: "2026-01-02T03:04:05Z" });
  expect(await impact(upgrade)).toMatchObject({ workspaceCount: 2, followingCount: 2, blockedCount: 2 });
});

it("a version of another template is refused, at its property", async () => {
  const upgrade = addSixCauses(coder);
  const other = addUpgrade(coder, { before: {}, after: { name: "other" } }, { name: "python" });
  const failure = await impact({ ...upgrade, after: other.after }).catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(InputError);
  expect((failure as InputError).failures).toEqual([
    { property: "templateVersionId", reason: 'Template version "other" does not belong to template "docker".' },
  ]);
});
