// Which values are read before anybody asks for them, and how many in vain.
import { valuesAmongMany } from "../../../../provider/resources/builds/values-ahead";
import { objectOf } from "../../../../provider/ownership/claims";
import type { FakeCoder } from "../../../fakes/coder";
import { eventually } from "../../../fakes/client";
import { parameter } from "../../../fakes/coder/template-versions";
import { takeCounts } from "../../../fakes/request-counts";
import { addTemplate, startCoder } from "../../../fakes/workspace-runs";

const VALUES = "GET /workspacebuilds/:id/parameters";

/** Workspaces of one template, of which this stack has those with the indices that `isOurs` takes. */
async function setUp(count: number, isOurs: (index: number) => boolean = () => true) {
  const coder = await startCoder();
  const { templateId, versionId } = addTemplate(coder, [parameter("cpus", "number")]);
  const context = coder.context();
  const builds = Array.from({ length: count }, (_, index) => {
    const { id, latest_build } = coder.addWorkspace("me", {
      name: `dev${index}`,
      template_version_id: versionId,
      rich_parameter_values: [{ name: "cpus", value: String(index) }],
    });
    if (isOurs(index)) context.ownership.holdings.put(objectOf("Workspace", id), `${context.urn}${index}`);
    return latest_build.id;
  });
  const template = await coder.client.getTemplate(templateId);
  coder.takeRequests();
  const ask = async (index: number): Promise<string | undefined> =>
    (await valuesAmongMany(context, template, builds[index] ?? "")).get("cpus");
  return { coder, ask };
}

/** How often values were asked for, once nothing more is under way. */
async function settled({ http }: FakeCoder, count: number): Promise<void> {
  await eventually(() => http.requests.filter(({ path }) => path.endsWith("/parameters")).length >= count);
  await new Promise((resolve) => setTimeout(resolve, 50));
}

describe("valuesAmongMany", () => {
  it("reads nothing ahead for a single workspace", async () => {
    const { coder, ask } = await setUp(5);
    expect(await ask(3)).toBe("3");
    await settled(coder, 1);
    expect(takeCounts(coder)).toEqual({ [VALUES]: 1 });
  });

  it("asks for each once, and ahead of those who need them", async () => {
    const { coder, ask } = await setUp(120);
    for (let index = 0; index < 120; index++) expect(await ask(index)).toBe(String(index));
    expect(takeCounts(coder)).toEqual({ [VALUES]: 120, "GET /workspaces": 2 });
  });

  it("reads no values of workspaces that are not known to be this stack's", async () => {
    const { coder, ask } = await setUp(320, (index) => index === 0 || index > 300);
    for (const index of [319, 318, 317, 316]) expect(await ask(index)).toBe(String(index));
    await settled(coder, 4);
    const read = coder.http.requests.filter(({ path }) => path.endsWith("/parameters")).length;
    expect(read).toBeLessThanOrEqual(20);
    expect(takeCounts(coder)["GET /workspaces"]).toBeLessThanOrEqual(4);
  });

  it("asks for one list and no more than is needed where the stack's workspaces are not known", async () => {
    const { coder, ask } = await setUp(320, () => false);
    for (let index = 0; index < 20; index++) expect(await ask(index)).toBe(String(index));
    await settled(coder, 20);
    expect(takeCounts(coder)).toEqual({ [VALUES]: 20, "GET /workspaces": 1 });
  });

  it("does not list a template of thousands for a few workspaces", async () => {
    const { coder, ask } = await setUp(40);
    const workspaces = [...coder.workspaces];
    coder.http.on("GET /workspaces", { json: { workspaces, count: 3_000 } });
    for (const index of [0, 1, 2, 3]) expect(await ask(index)).toBe(String(index));
    await settled(coder, 40);
    expect(takeCounts(coder)).toEqual({ [VALUES]: 40, "GET /workspaces": 1 });
  });

  it("goes on without a list", async () => {
    const { coder, ask } = await setUp(4);
    coder.http.on("GET /workspaces", { status: 403, json: { message: "Forbidden." } });
    for (const index of [0, 1, 2, 3]) expect(await ask(index)).toBe(String(index));
  });
});
