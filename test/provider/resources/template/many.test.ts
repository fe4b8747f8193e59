// How many requests it takes to make and delete a hundred templates, whose imports wait for each other. Streams count.
import { templateHandler } from "../../../../provider/resources/template/template";
import { templateVersionHandler } from "../../../../provider/resources/template-version/template-version";
import type { FakeCoder } from "../../../fakes/coder";
import { Driver } from "../../../fakes/driver";
import { beginRun, startCoder } from "../../../fakes/workspace-runs";

const COUNT = 100;
/** Requests that all of them share, the polling among them. */
const SHARED = 15;

const sourceOf = (index: number) => ({ files: { "main.tf": `resource "terraform_data" "number${index}" {}\n` } });

async function requestsOf(coder: FakeCoder, run: Promise<unknown>): Promise<number> {
  coder.http.requests.length = 0;
  await coder.queue?.workUntil(run);
  return coder.http.requests.length;
}

function each<Result>(run: (index: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: COUNT }, (_item, index) => run(index)));
}

async function setUp(): Promise<FakeCoder> {
  const coder = await startCoder();
  coder.startQueue();
  return coder;
}

describe("a hundred templates", () => {
  it("take nine requests each with a version of their own, each with other files, and one to be deleted", async () => {
    const coder = await setUp();
    const drivers: Driver[] = [];
    const create = each(async (index) => {
      const name = `t${index}`;
      const version = new Driver(templateVersionHandler, coder, { resourceName: `${name}-version` });
      await version.up({ templateName: name, source: sourceOf(index) });
      const template = new Driver(templateHandler, coder, { resourceName: name });
      await template.up({ name, activeVersionId: version.id });
      drivers.push(template, version);
    });
    expect(await requestsOf(coder, create)).toBeLessThanOrEqual(9 * COUNT + SHARED);
    expect(coder.templates).toHaveLength(COUNT);
    expect(coder.versions).toHaveLength(COUNT);
    const templates = drivers.filter(({ handler }) => handler === templateHandler);
    const versions = drivers.filter(({ handler }) => handler === templateVersionHandler);
    beginRun(coder);
    const destroy = async (): Promise<void> => {
      await Promise.all(templates.map((template) => template.destroy()));
      await Promise.all(versions.map((version) => version.destroy()));
    };
    expect(await requestsOf(coder, destroy())).toBe(COUNT);
    expect(coder.templates).toEqual([]);
  });

  it("take nine requests each with a source of their own, and one to be deleted", async () => {
    const coder = await setUp();
    const drivers: Driver[] = [];
    const create = each(async (index) => {
      const template = new Driver(templateHandler, coder, { resourceName: `t${index}` });
      await template.up({ name: `t${index}`, source: sourceOf(index) });
      drivers.push(template);
    });
    expect(await requestsOf(coder, create)).toBeLessThanOrEqual(9 * COUNT + SHARED);
    expect(coder.templates).toHaveLength(COUNT);
    expect(await requestsOf(coder, Promise.all(drivers.map((template) => template.destroy())))).toBe(COUNT);
  });

  it("are deleted with one request each, and a version of another template is archived", async () => {
    const coder = await startCoder();
    const version = new Driver(templateVersionHandler, coder, { resourceName: "version" });
    await version.up({ templateName: "docker", source: sourceOf(0) });
    const template = new Driver(templateHandler, coder, { resourceName: "docker" });
    await template.up({ name: "docker", activeVersionId: version.id });
    const other = new Driver(templateVersionHandler, coder, { resourceName: "other" });
    coder.addTemplate({ name: "other" });
    await other.up({ templateName: "other", source: sourceOf(1) });
    beginRun(coder);
    await template.destroy();
    await version.destroy();
    expect(coder.mutations).toEqual([]);
    await other.destroy();
    expect(coder.mutations).toEqual([["archiveTemplateVersion"]]);
  });
});
