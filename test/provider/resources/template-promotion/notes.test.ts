// A run that was killed between the server's promotion and the state: the next one still knows what was active before.
import { CoderError } from "../../../../provider/errors";
import { FakeCoder } from "../../../fakes/coder";
import type { Driver } from "../../../fakes/driver";
import { activeVersion, addPromotable, promotion, type Promotable } from "../../../fakes/promotions";
import { beginRun, beginRunElsewhere } from "../../../fakes/workspace-runs";

let coder: FakeCoder;
let docker: Promotable;
let resource: Driver;

beforeEach(async () => {
  coder = await FakeCoder.start();
  docker = addPromotable(coder);
  resource = promotion(coder);
});

afterEach(() => coder.close());

const of = (templateVersionId: string) => ({
  templateId: docker.templateId,
  templateVersionId,
  onDelete: "restore",
});

/** The server acts, or does not, and the process is killed before it knows. */
async function kill(versionId: string, isDone = true): Promise<void> {
  coder.failures.set("promoteTemplateVersion", [{ error: new Error("killed"), isDone }]);
  await expect(resource.up(of(versionId))).rejects.toThrow("killed");
  beginRun(coder, { isAfterCrash: true });
}

const matter = () => ({
  kind: "promotion" as const,
  server: coder.url,
  urn: coder.context(resource.more).urn,
  owner: "",
  name: docker.templateId,
});

const attempts = () => coder.ownership.notes.attempts(matter());

it("converges without a second request, and goes back to the version before", async () => {
  await kill(docker.v2);
  await resource.up(of(docker.v2));
  expect(coder.mutations).toEqual([]);
  expect(resource.outputs["previousVersionName"]).toBe("docker-1");
  beginRun(coder);
  await resource.destroy();
  expect(activeVersion(docker)).toBe(docker.v1);
});

it("knows it after several kills and another version in the program", async () => {
  await kill(docker.v2);
  await kill(docker.v3);
  await resource.up(of(docker.v3));
  expect(resource.outputs["previousVersionName"]).toBe("docker-1");
  await resource.up(of(docker.v2));
  expect(resource.outputs["previousVersionName"]).toBe("docker-1");
});

it("takes what somebody has promoted since for the version before", async () => {
  await kill(docker.v2);
  coder.template(docker.templateId).active_version_id = docker.v3;
  await resource.up(of(docker.v2));
  expect(resource.outputs["previousVersionName"]).toBe("docker-3");
});

it("takes the active version for it where the request never arrived", async () => {
  await kill(docker.v2, false);
  await resource.up(of(docker.v2));
  expect(resource.outputs["previousVersionName"]).toBe("docker-1");
});

it("goes back also when an update was killed, before or after a refresh, on this machine", async () => {
  for (const isRefreshed of [false, true]) {
    coder.template(docker.templateId).active_version_id = docker.v1;
    resource = promotion(coder, `refreshed-${isRefreshed}`);
    await resource.up(of(docker.v2));
    beginRun(coder);
    await kill(docker.v3);
    if (isRefreshed) await resource.refresh();
    beginRun(coder, { isAfterCrash: true });
    await resource.destroy();
    expect(activeVersion(docker)).toBe(docker.v1);
    expect(attempts()).toEqual([]);
  }
});

it("knows it after an interrupt, whose answer nobody waited for", async () => {
  const interrupt = new AbortController();
  coder.http.on("PATCH /templates/:id/versions", () => {
    coder.template(docker.templateId).active_version_id = docker.v2;
    interrupt.abort(new CoderError("The operation was interrupted."));
    return { json: { message: "ok" } };
  });
  const { signal } = interrupt;
  const context = coder.context({ ...resource.more, signal, client: coder.client.with({ signal }) });
  await expect(resource.handler.create(context, of(docker.v2))).rejects.toThrow("The operation was interrupted.");
  beginRun(coder);
  await resource.up(of(docker.v2));
  expect(coder.mutations).toEqual([]);
  expect(resource.outputs["previousVersionName"]).toBe("docker-1");
});

it("can't know it elsewhere, and takes the active version", async () => {
  await kill(docker.v2);
  beginRunElsewhere(coder);
  await resource.up(of(docker.v2));
  expect(resource.outputs["previousVersionName"]).toBe("docker-2");
});

it("keeps the note until the state has the promotion: the run ends in order, or a later one reads the state", async () => {
  await resource.up(of(docker.v2));
  expect(attempts()).toEqual([expect.objectContaining({ before: docker.v1 })]);
  beginRun(coder);
  expect(attempts()).toEqual([]);
  for (const see of [() => resource.diff(of(docker.v2)), () => resource.refresh()]) {
    await resource.up(of(docker.v3));
    await resource.up(of(docker.v2));
    beginRun(coder, { isAfterCrash: true });
    expect(attempts()).toHaveLength(1);
    await see();
    expect(attempts()).toEqual([]);
  }
});

it("drops the note of a request that was refused, and of a template that is gone", async () => {
  coder.http.on("PATCH /templates/:id/versions", () => ({ status: 403, json: { message: "Forbidden." } }));
  await expect(resource.up(of(docker.v2))).rejects.toThrow("Forbidden");
  expect(attempts()).toEqual([]);
  await coder.close();
  coder = await FakeCoder.start();
  docker = addPromotable(coder);
  resource = promotion(coder);
  await resource.up(of(docker.v2));
  beginRun(coder, { isAfterCrash: true });
  coder.removeTemplate(docker.templateId);
  expect(await resource.refresh()).toBe(false);
  expect(attempts()).toEqual([]);
});
