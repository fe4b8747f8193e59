// Names of templates: how many requests tell which are free, and when none of what was read before counts.
import { templateHandler } from "../../../../provider/resources/template/template";
import { isTemplateNameFree, noteTemplateName } from "../../../../provider/resources/names/template-names";
import type { FakeCoder } from "../../../fakes/coder";
import { refuse } from "../../../fakes/coder/common";
import { Driver } from "../../../fakes/driver";
import { takeCounts } from "../../../fakes/request-counts";
import { beginRun, startCoder } from "../../../fakes/workspace-runs";

const BY_NAME = "GET /organizations/default/templates/:name";
const LIST = "GET /templates";

const checked = (coder: FakeCoder, names: readonly string[]): Promise<boolean[]> =>
  Promise.all(names.map((name) => isTemplateNameFree(coder.context(), "default", name)));

const namesOf = (count: number): string[] => Array.from({ length: count }, (_name, index) => `t${index}`);

/** The requests about templates. */
function takeAsked(coder: FakeCoder): Record<string, number> {
  const { [LIST]: lists = 0, [BY_NAME]: singles = 0 } = takeCounts(coder);
  return { lists, singles };
}

describe("names of templates", () => {
  it("are asked for one by one while they are few, and then by two lists", async () => {
    const coder = await startCoder();
    coder.addTemplate({ name: "Taken" });
    coder.addTemplate({ name: "old", deprecation_message: "Use another." });
    const names = [...namesOf(200), "taken", "OLD"];
    expect(await checked(coder, names.slice(0, 2))).toEqual([true, true]);
    expect(takeAsked(coder)).toEqual({ lists: 0, singles: 2 });
    const free = await checked(coder, names);
    expect(names.filter((_name, index) => free[index] !== true)).toEqual(["taken", "OLD"]);
    expect(takeAsked(coder)).toEqual({ lists: 2, singles: 0 });
  });

  it("are of one organization each", async () => {
    const coder = await startCoder();
    coder.addTemplate({ name: "t5" });
    const context = coder.context();
    const found = await Promise.all(namesOf(9).map((name) => isTemplateNameFree(context, "research", name)));
    expect(found).toEqual(found.map(() => true));
    await checked(coder, namesOf(3));
    expect((await checked(coder, ["t5"]))[0]).toBe(false);
  });

  it("are not free where this process has given them to a template since", async () => {
    const coder = await startCoder();
    expect(await checked(coder, namesOf(4))).toEqual([true, true, true, true]);
    await noteTemplateName(coder.context(), "coder", "T0");
    await noteTemplateName(coder.context(), "default", "t3");
    expect(await checked(coder, namesOf(4))).toEqual([false, true, true, false]);
  });

  it("are asked for one by one where the server refuses the list", async () => {
    const coder = await startCoder();
    coder.http.on(LIST, refuse(400, "Invalid template search query."));
    coder.addTemplate({ name: "t4" });
    for (const name of namesOf(5)) {
      const failures = await new Driver(templateHandler, coder, { resourceName: name }).check({
        name,
        source: { files: { "main.tf": "" } },
      });
      expect(failures.map(({ property }) => property)).toEqual(name === "t4" ? ["name"] : []);
    }
    expect(takeAsked(coder)).toEqual({ lists: 1, singles: 5 });
  });

  it("that a list has are confirmed before anything is refused", async () => {
    const coder = await startCoder();
    const template = coder.addTemplate({ name: "docker" });
    await checked(coder, namesOf(3));
    coder.removeTemplate(template.id);
    const driver = new Driver(templateHandler, coder);
    expect(await driver.check({ name: "docker", source: { files: { "main.tf": "" } } })).toEqual([]);
  });

  it("that somebody took after the list are refused by the server, and the version is left", async () => {
    const coder = await startCoder();
    await checked(coder, namesOf(3));
    coder.addTemplate({ name: "t1" });
    const driver = new Driver(templateHandler, coder);
    await expect(driver.up({ name: "t1", source: { files: { "main.tf": "" } } })).rejects.toThrow(
      /^Template "t1" was not created\. /,
    );
    expect(coder.templates).toHaveLength(1);
  });

  it("of a broken-off run are found by the next one before anything is uploaded", async () => {
    const coder = await startCoder();
    const inputs = { name: "t4", source: { files: { "main.tf": "" } } };
    const first = new Driver(templateHandler, coder);
    await first.up(inputs);
    beginRun(coder, { isAfterCrash: true });
    await checked(coder, namesOf(4));
    coder.takeRequests();
    const again = new Driver(templateHandler, coder);
    await again.up(inputs);
    expect(again.id).toBe(first.id);
    expect(coder.templates).toHaveLength(1);
    expect(takeCounts(coder)["POST /organizations/default/templates"]).toBeUndefined();
  });
});
