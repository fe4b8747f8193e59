// Bad promotions: refused at preview, at the property, before anything changes. And who else may promote.
import type { Handler } from "../../../../provider/handler";
import { templateVersionHandler } from "../../../../provider/resources/template-version/template-version";
import { templateHandler } from "../../../../provider/resources/template/template";
import { UNKNOWN, type Properties } from "../../../../provider/values";
import { FakeCoder } from "../../../fakes/coder";
import { known, newId, NO_ID } from "../../../fakes/coder/common";
import type { StoredVersion } from "../../../fakes/coder/template-versions";
import { Driver } from "../../../fakes/driver";
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

const of = (templateVersionId: unknown) => ({ templateId: docker.templateId, templateVersionId });
const version = (): StoredVersion => known(coder.versions, docker.v2);

function driver(handler: Handler, name = "docker"): Driver {
  const urn = `urn:pulumi:test::project::coderd:index:${handler.type}::${name}`;
  return new Driver(handler, coder, { resourceName: name, urn });
}

it.each<[string, () => Properties, string, string]>([
  ["text for ids", () => ({ templateId: "docker", templateVersionId: docker.v2 }), "templateId", "Must be the id of a"],
  ["another `onDelete`", () => ({ ...of(docker.v2), onDelete: "archive" }), "onDelete", '"retain", "restore"'],
  ["no such template", () => ({ ...of(docker.v2), templateId: newId() }), "templateId", "There is no template "],
  ["no such version", () => of(newId()), "templateVersionId", "There is no template version "],
  [
    "a version of another template",
    () => of(addPromotable(coder, "python").v2),
    "templateVersionId",
    'Template version "python-2" belongs to another template.',
  ],
  [
    "a version of no template",
    () => (void (version().template_id = NO_ID), of(docker.v2)),
    "templateVersionId",
    "belongs to no template",
  ],
  ["an archived version", () => (void (version().archived = true), of(docker.v2)), "templateVersionId", "is archived"],
  ...(["failed", "canceled", "pending", "running"] as const).map(
    (status): [string, () => Properties, string, string] => [
      `an import that is ${status}`,
      () => (void (version().job.status = status), of(docker.v2)),
      "templateVersionId",
      `its import job is "${status}"`,
    ],
  ),
])("refuses %s with one failure, of a creation and of a change", async (_what, news, property, text) => {
  const wrong = news();
  const expected = [{ property, reason: expect.stringContaining(text) as string }];
  expect(await resource.check(wrong)).toEqual(expected);
  await resource.up(of(docker.v3));
  coder.mutations.length = 0;
  expect(await resource.check(wrong)).toEqual(expected);
  expect(coder.mutations).toEqual([]);
});

it("leaves an archived version to the resource of this program that has it", async () => {
  version().archived = true;
  const { more } = driver(templateVersionHandler);
  await templateVersionHandler.diff(coder.context(more), docker.v2, {}, {});
  expect(await resource.check(of(docker.v2))).toEqual([]);
});

it("accepts what is not known yet", async () => {
  const check = (news: Properties) => resource.handler.check(coder.context(resource.more), news);
  expect((await check({ templateId: UNKNOWN, templateVersionId: UNKNOWN })).failures).toEqual([]);
  expect((await check({ templateId: UNKNOWN, templateVersionId: docker.v2 })).failures).toEqual([]);
  expect((await check({ templateId: UNKNOWN, templateVersionId: newId() })).failures).toHaveLength(1);
});

it("asks the server nothing where nothing changes", async () => {
  await resource.up(of(docker.v2));
  coder.reads.length = 0;
  expect(await resource.check(of(docker.v2))).toEqual([]);
  expect(coder.reads).toEqual([]);
});

describe("two promoters of one template", () => {
  const other = "also says which version of the template is the active one";

  it("are refused: two promotions, at preview and at the latest before the second one promotes", async () => {
    const second = promotion(coder, "second");
    expect(await resource.check(of(docker.v2))).toEqual([]);
    expect(await second.check(of(docker.v3))).toEqual([
      {
        property: "templateId",
        reason: expect.stringContaining('TemplatePromotion::docker" of this program') as string,
      },
    ]);
    // Neither id was known at preview.
    beginRun(coder);
    await resource.up(of(docker.v2));
    const { handler, more } = second;
    await expect(handler.create(coder.context(more), of(docker.v3))).rejects.toThrow(other);
    expect(activeVersion(docker)).toBe(docker.v2);
  });

  it.each(["source", "activeVersionId"])("are refused: a promotion, and a template with `%s`", async (property) => {
    const template = driver(templateHandler);
    const news = {
      name: "python",
      ...(property === "source"
        ? { source: { files: { "main.tf": "" } } }
        : { activeVersionId: coder.addVersion().id }),
    };
    await template.up(news);
    const wanted = { templateId: template.id, templateVersionId: docker.v2 };
    // The template is new in this run.
    expect(await resource.check(wanted)).toEqual([
      { property: "templateId", reason: expect.stringContaining('Template::docker" of this program') as string },
    ]);
    // The template comes first, or the promotion does.
    beginRun(coder);
    expect(await template.changes(news)).toEqual([]);
    expect(await resource.check(wanted)).toHaveLength(1);
    beginRun(coder);
    await resource.check(wanted);
    await expect(template.changes(news)).rejects.toThrow(
      `\`${property}\`: Says which version of the template is the active one, and so does resource`,
    );
  });

  it("are refused where the template is to be adopted", async () => {
    await resource.check(of(docker.v2));
    const template = driver(templateHandler);
    const news = { name: "docker", adopt: docker.templateId };
    expect(await template.check({ ...news, activeVersionId: docker.v2 })).toEqual([
      {
        property: "activeVersionId",
        reason: expect.stringContaining("declare `firstVersionId` in place of") as string,
      },
    ]);
    const context = coder.context(template.more);
    await expect(templateHandler.create(context, { ...news, activeVersionId: docker.v2 })).rejects.toThrow(
      "and so does resource",
    );
    expect(activeVersion(docker)).toBe(docker.v1);
  });

  it("are none: a promotion and a template with `firstVersionId`, also one that had a source", async () => {
    const template = driver(templateHandler);
    await template.up({ name: "python", source: { files: { "main.tf": "" } } });
    const { active_version_id: versionId } = coder.template(template.id);
    const news = { name: "python", firstVersionId: versionId };
    await template.up(news);
    expect(await resource.check({ templateId: template.id, templateVersionId: versionId })).toEqual([]);
    expect(await template.changes(news)).toEqual([]);
  });
});
