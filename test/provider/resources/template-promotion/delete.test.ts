// The end of a promotion, by removal and by replacement.
import { apiError } from "../../../fakes/call-recorder";
import { FakeCoder } from "../../../fakes/coder";
import { known } from "../../../fakes/coder/common";
import type { Driver } from "../../../fakes/driver";
import { activeVersion, addPromotable, promotion, type Promotable } from "../../../fakes/promotions";
import { beginRun } from "../../../fakes/workspace-runs";

let coder: FakeCoder;
let docker: Promotable;
let resource: Driver;

beforeEach(async () => {
  coder = await FakeCoder.start();
  docker = addPromotable(coder);
  resource = promotion(coder);
});

afterEach(() => coder.close());

const of = (templateVersionId: string, onDelete = "restore") => ({
  templateId: docker.templateId,
  templateVersionId,
  onDelete,
});

/** In a run of its own, whose program does not have the resource. */
async function destroy(): Promise<void> {
  beginRun(coder);
  coder.told.length = 0;
  await resource.destroy();
}

it("leaves the active version alone by default", async () => {
  await resource.up({ templateId: docker.templateId, templateVersionId: docker.v2 });
  await destroy();
  expect(coder.mutations).toEqual([]);
  expect(coder.told).toEqual([]);
});

it("goes back to what was active before the first promotion, also after several", async () => {
  await resource.up(of(docker.v2));
  await resource.up(of(docker.v3));
  await destroy();
  expect(coder.mutations).toEqual([["promoteTemplateVersion", docker.v1]]);
  expect(coder.told).toEqual(['info: Version "docker-1" is the active one of template "docker" again.']);
});

it("does nothing the second time, when the first was killed after its request", async () => {
  await resource.up(of(docker.v2));
  await destroy();
  await destroy();
  expect(coder.mutations).toEqual([]);
});

it("takes the version out of the archive for that", async () => {
  await resource.up(of(docker.v2));
  known(coder.versions, docker.v1).archived = true;
  await destroy();
  expect(coder.mutations.map(([name]) => name)).toEqual(["unarchiveTemplateVersion", "promoteTemplateVersion"]);
  expect(activeVersion(docker)).toBe(docker.v1);
});

it.each<[string, () => unknown, string]>([
  [
    "somebody else has promoted since",
    () => (coder.template(docker.templateId).active_version_id = docker.v3),
    '"docker-3": something else than this resource has made it the active one.',
  ],
  [
    "somebody else has promoted since, and a refresh has seen it",
    () => {
      coder.template(docker.templateId).active_version_id = docker.v3;
      return resource.refresh();
    },
    '"docker-3": something else than this resource has made it the active one.',
  ],
  [
    "the version before is gone",
    () => coder.versions.splice(0, 1),
    '"docker-2": version "docker-1", which was active before, is gone.',
  ],
  [
    "the version before is of no use",
    () => (known(coder.versions, docker.v1).job.status = "failed"),
    '"docker-2": template version "docker-1" can\'t be activated, as its import job is "failed"',
  ],
  [
    "the resource was imported",
    () => delete resource.outputs["previousVersionId"],
    '"docker-2": the resource was imported, so the version before its promotion is not known.',
  ],
])("keeps the active version with a warning when %s", async (_when, change, text) => {
  await resource.up(of(docker.v2));
  await change();
  await destroy();
  expect(coder.mutations).toEqual([]);
  expect(coder.told).toEqual([expect.stringContaining(`warning: Template "docker" keeps its active version ${text}`)]);
});

it("says nothing where the template is gone", async () => {
  await resource.up(of(docker.v2));
  coder.removeTemplate(docker.templateId);
  await destroy();
  expect(coder.told).toEqual([]);
});

it("goes back in the template that it leaves for another", async () => {
  const python = addPromotable(coder, "python");
  await resource.up(of(docker.v2));
  await resource.up({ ...of(docker.v2), templateId: python.templateId, templateVersionId: python.v2 });
  expect(activeVersion(docker)).toBe(docker.v1);
  expect(activeVersion(python)).toBe(python.v2);
  expect(resource.outputs["previousVersionId"]).toBe(python.v1);
});

it("does not undo the promotion of its own replacement by command", async () => {
  await resource.up(of(docker.v2));
  const { handler, id, outputs, more } = resource;
  const { inputs } = await handler.check(coder.context(more), of(docker.v3));
  await handler.create(coder.context(more), inputs);
  await handler.delete(coder.context(more), id, outputs);
  expect(activeVersion(docker)).toBe(docker.v3);
});

it("does not undo the promotion of another resource that has taken the template over", async () => {
  await resource.up(of(docker.v2));
  beginRun(coder);
  await promotion(coder, "other").up(of(docker.v3));
  coder.told.length = 0;
  await resource.destroy();
  expect(activeVersion(docker)).toBe(docker.v3);
  expect(coder.told).toEqual([
    expect.stringContaining('TemplatePromotion::other" says now which version is the active'),
  ]);
});

it("fails where the token may not promote, and goes back the next time", async () => {
  await resource.up(of(docker.v2));
  beginRun(coder);
  coder.failures.set("promoteTemplateVersion", [{ error: apiError(403, "Forbidden."), isDone: false }]);
  await expect(resource.destroy()).rejects.toThrow("The user whose token is used may not do this");
  await destroy();
  expect(activeVersion(docker)).toBe(docker.v1);
});
