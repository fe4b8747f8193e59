// How many requests it takes to make and delete a hundred templates, whose imports wait for each other. Streams count.
import { templateHandler } from "../../../../provider/resources/template/template";
import { templateVersionHandler } from "../../../../provider/resources/template-version/template-version";
import type { FakeCoder } from "../../../fakes/coder";
import { Driver } from "../../../fakes/driver";
import { takeCounts } from "../../../fakes/request-counts";
import { beginRun, startCoder } from "../../../fakes/workspace-runs";

const COUNT = 100;

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

const STREAM = "GET /templateversions/:id/logs";
const MADE = [
  "POST /files",
  "POST /organizations/default/templateversions",
  STREAM,
  "GET /templateversions/:id",
  "GET /templateversions/:id/rich-parameters",
  "GET /templateversions/:id/resources",
  "POST /organizations/default/templates",
  "GET /organizations/default/templates/:name",
];

describe("one template", () => {
  const SHARED = [
    "GET /users/me",
    "GET /organizations/default",
    "GET /organizations/default/provisionerjobs",
    "GET /organizations/:id/provisionerdaemons",
  ];

  /** Each request once, without what a whole run shares. An import that has ended by the first poll has no stream. */
  function expectMade(coder: FakeCoder): void {
    const own = Object.entries(takeCounts(coder)).filter(([route]) => !SHARED.includes(route));
    expect(Object.fromEntries([[STREAM, 1], ...own])).toEqual(Object.fromEntries(MADE.map((route) => [route, 1])));
  }

  it("takes eight requests with a source", async () => {
    const coder = await setUp();
    const template = new Driver(templateHandler, coder);
    await coder.queue?.workUntil(template.up({ name: "docker", source: sourceOf(0) }));
    expectMade(coder);
  });

  it("takes eight requests with its version", async () => {
    const coder = await setUp();
    const version = new Driver(templateVersionHandler, coder, { resourceName: "version" });
    await coder.queue?.workUntil(version.up({ templateName: "docker", source: sourceOf(0) }));
    await new Driver(templateHandler, coder).up({ name: "docker", activeVersionId: version.id });
    expectMade(coder);
  });
});

describe("a hundred templates", () => {
  it("take nine requests each with a version of their own, what they share included, and one to be deleted", async () => {
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
    expect(await requestsOf(coder, create)).toBeLessThanOrEqual(9 * COUNT);
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

  it("take eight requests each with a source of their own, what they share included, and one to be deleted", async () => {
    const coder = await setUp();
    const drivers: Driver[] = [];
    const create = each(async (index) => {
      const template = new Driver(templateHandler, coder, { resourceName: `t${index}` });
      await template.up({ name: `t${index}`, source: sourceOf(index) });
      drivers.push(template);
    });
    expect(await requestsOf(coder, create)).toBeLessThanOrEqual(8 * COUNT);
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
