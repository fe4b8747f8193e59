import { UNKNOWN } from "../../../../provider/values";
import { apiError } from "../../../fakes/call-recorder";
import { FakeCoder } from "../../../fakes/coder";
import { known, NO_ID } from "../../../fakes/coder/common";
import type { StoredVersion } from "../../../fakes/coder/template-versions";
import type { Driver } from "../../../fakes/driver";
import { activeVersion, addPromotable, promotion, type Promotable } from "../../../fakes/promotions";

let coder: FakeCoder;
let docker: Promotable;
let resource: Driver;

beforeEach(async () => {
  coder = await FakeCoder.start();
  docker = addPromotable(coder);
  resource = promotion(coder);
});

afterEach(() => coder.close());

const of = (templateVersionId: string) => ({ templateId: docker.templateId, templateVersionId });

it("promotes the version, and has the template's id and all names", async () => {
  expect(await resource.up(of(docker.v2))).toEqual(["create"]);
  expect(coder.mutations).toEqual([["promoteTemplateVersion", docker.v2]]);
  expect(activeVersion(docker)).toBe(docker.v2);
  expect(resource.id).toBe(docker.templateId);
  expect(resource.outputs).toMatchObject({
    templateId: docker.templateId,
    templateVersionId: docker.v2,
    onDelete: "retain",
    templateVersionName: "docker-2",
    templateName: "docker",
    organizationName: "coder",
    previousVersionId: docker.v1,
    previousVersionName: "docker-1",
    url: `${coder.url}/templates/coder/docker/versions/docker-2`,
  });
  expect(await resource.up(of(docker.v2))).toEqual([]);
});

it("promotes nothing where the version is the active one already, and says nothing", async () => {
  await resource.up(of(docker.v1));
  expect(coder.mutations).toEqual([]);
  expect(resource.outputs).toMatchObject({ templateVersionId: docker.v1, previousVersionId: docker.v1 });
  expect(coder.told).toEqual([]);
});

it("changes the version in place, and remembers what was active before its first promotion", async () => {
  await resource.up(of(docker.v2));
  expect(await resource.up(of(docker.v3))).toEqual(["update templateVersionId"]);
  expect(coder.mutations).toEqual([["promoteTemplateVersion", docker.v3]]);
  expect(resource.outputs).toMatchObject({ templateVersionName: "docker-3", previousVersionName: "docker-1" });
});

it("changes `onDelete` without a request", async () => {
  await resource.up(of(docker.v2));
  expect(await resource.up({ ...of(docker.v2), onDelete: "restore" })).toEqual(["update onDelete"]);
  expect(coder.mutations).toEqual([]);
  expect(resource.outputs["onDelete"]).toBe("restore");
});

it("takes ids in capital letters for what they are", async () => {
  const [templateId, templateVersionId] = [docker.templateId.toUpperCase(), docker.v2.toUpperCase()];
  await resource.up({ templateId, templateVersionId });
  expect(await resource.up({ templateId, templateVersionId })).toEqual([]);
});

it("replaces itself for another template", async () => {
  const python = addPromotable(coder, "python");
  await resource.up(of(docker.v2));
  const news = { templateId: python.templateId, templateVersionId: python.v2 };
  expect(await resource.up(news)).toEqual(["replace templateId", "update templateVersionId"]);
  expect(resource.id).toBe(python.templateId);
  expect([activeVersion(docker), activeVersion(python)]).toEqual([docker.v2, python.v2]);
});

it("is found by organization and template, and imported with what is active", async () => {
  const { handler } = resource;
  const id = await handler.find(coder.context(), "coder/docker");
  expect(id).toBe(docker.templateId);
  expect(await handler.find(coder.context(), "coder/python")).toBeUndefined();
  const found = await handler.read(coder.context(), docker.templateId, {});
  expect(found?.outputs).toMatchObject({ templateVersionId: docker.v1, onDelete: "retain" });
  expect(found?.outputs).not.toHaveProperty("previousVersionId");
  expect(await handler.importInputs(coder.context(), found?.outputs ?? {}, docker.templateId)).toEqual(of(docker.v1));
});

it("remembers after an import what was active before the next promotion", async () => {
  const found = await resource.handler.read(coder.context(), docker.templateId, {});
  Object.assign(resource, found, { inputs: of(docker.v1) });
  await resource.up({ ...of(docker.v1), onDelete: "restore" });
  expect(resource.outputs).not.toHaveProperty("previousVersionId");
  await resource.up(of(docker.v2));
  expect(resource.outputs["previousVersionId"]).toBe(docker.v1);
});

describe("a refresh", () => {
  it("sees a promotion by hand, which the next update puts back", async () => {
    await resource.up(of(docker.v2));
    coder.template(docker.templateId).active_version_id = docker.v3;
    await resource.refresh();
    expect(resource.outputs).toMatchObject({
      templateVersionId: docker.v3,
      templateVersionName: "docker-3",
      previousVersionId: docker.v1,
    });
    expect(await resource.up(of(docker.v2))).toEqual(["update templateVersionId"]);
    expect(activeVersion(docker)).toBe(docker.v2);
  });

  it("finds other names, and keeps the name of a version that the server lost", async () => {
    await resource.up(of(docker.v2));
    Object.assign(coder.template(docker.templateId), { name: "container" });
    coder.versions.splice(0, 1);
    await resource.refresh();
    expect(resource.outputs).toMatchObject({ templateName: "container", previousVersionName: "docker-1" });
  });

  it("finds nothing where the template is gone", async () => {
    await resource.up(of(docker.v2));
    coder.removeTemplate(docker.templateId);
    expect(await resource.refresh()).toBe(false);
  });
});

describe("what a preview shows", () => {
  it("is which version is active and which will be, for a creation and for a change", async () => {
    expect(await resource.check(of(docker.v2))).toEqual([]);
    expect(coder.told).toEqual([
      'info: Template "docker": "docker-2" takes the place of the active version "docker-1".',
    ]);
    await resource.up(of(docker.v2));
    coder.told.length = 0;
    await resource.diff(of(docker.v3));
    expect(coder.told).toEqual([
      'info: Template "docker": "docker-3" takes the place of the active version "docker-2".',
    ]);
  });

  it("is nothing where nothing changes, or only `onDelete` does", async () => {
    await resource.up(of(docker.v2));
    coder.told.length = 0;
    await resource.diff(of(docker.v2));
    await resource.diff({ ...of(docker.v2), onDelete: "restore" });
    expect(coder.told).toEqual([]);
  });

  it("names the active version while the next one is not made yet", async () => {
    const { handler } = resource;
    await handler.check(coder.context(), { ...of(docker.v2), templateVersionId: UNKNOWN });
    expect(coder.told).toEqual([
      'info: Template "docker": the version of `templateVersionId`, which is not known yet, takes the place of the ' +
        'active version "docker-1".',
    ]);
  });
});

describe("a failure", () => {
  it.each([
    ["the version is gone", () => void coder.versions.splice(1, 1), "there is no template version"],
    ["its import failed", () => void (version().job.status = "failed"), 'its import job is "failed"'],
    ["it is archived", () => void (version().archived = true), "as it is archived"],
    ["it belongs to no template", () => void (version().template_id = NO_ID), "belongs to no template"],
  ])("says at the update that %s, and promotes nothing", async (_when, change, text) => {
    const { handler } = resource;
    const context = coder.context(resource.more);
    change();
    await expect(handler.create(context, { ...of(docker.v2), onDelete: "retain" })).rejects.toThrow(text);
    expect(activeVersion(docker)).toBe(docker.v1);
  });

  it("says that the template is gone, at the creation and at an update", async () => {
    await resource.up(of(docker.v2));
    coder.removeTemplate(docker.templateId);
    await expect(promotion(coder, "other").handler.create(coder.context(), of(docker.v2))).rejects.toThrow(
      `\`templateId\`: There is no template ${docker.templateId}`,
    );
    const { handler, id, outputs, more } = resource;
    await expect(handler.update(coder.context(more), id, outputs, of(docker.v3))).rejects.toThrow(
      'Template "docker" no longer exists on the server',
    );
  });

  it("says that the token may not promote", async () => {
    coder.http.on("PATCH /templates/:id/versions", () => ({
      status: 500,
      json: { message: "Internal error updating active template version.", detail: "unauthorized: rbac: forbidden" },
    }));
    await expect(resource.up(of(docker.v2))).rejects.toThrow("The user whose token is used may not do this");
    expect(resource.id).toBe("");
  });

  it("is none where only the answer was lost: the promotion is looked up, and not repeated", async () => {
    coder.failures.set("promoteTemplateVersion", [{ error: apiError(503, "lost"), isDone: true }]);
    await resource.up(of(docker.v2));
    expect(coder.mutations).toHaveLength(1);
    expect(resource.outputs["templateVersionName"]).toBe("docker-2");
  });

  it("leaves nothing in the state, and the next update promotes", async () => {
    for (const error of [apiError(503, "lost"), apiError(409, "busy"), apiError(500, "broken")]) {
      coder.failures.set("promoteTemplateVersion", [{ error, isDone: false }]);
      await expect(resource.up(of(docker.v2))).rejects.toThrow(error.message);
      expect(resource.id).toBe("");
    }
    await resource.up(of(docker.v2));
    expect(resource.outputs["previousVersionId"]).toBe(docker.v1);
  });

  it("says that something else promotes at the same time", async () => {
    coder.http.on("PATCH /templates/:id/versions", () => {
      coder.template(docker.templateId).active_version_id = docker.v3;
      return { json: { message: "ok" } };
    });
    await expect(resource.up(of(docker.v2))).rejects.toThrow("something else promotes versions of it at the same time");
  });

  function version(): StoredVersion {
    return known(coder.versions, docker.v2);
  }
});
