// Which values are read before anybody asks for them, and how many in vain.
import { valuesAmongMany } from "../../../../provider/resources/builds/values-ahead";
import type { FakeCoder } from "../../../fakes/coder";
import { eventually } from "../../../fakes/client";
import { parameter } from "../../../fakes/coder/template-versions";
import { takeCounts } from "../../../fakes/request-counts";
import { addTemplate, startCoder } from "../../../fakes/workspace-runs";

const VALUES = "GET /workspacebuilds/:id/parameters";

async function setUp(count: number) {
  const coder = await startCoder();
  const { templateId, versionId } = addTemplate(coder, [parameter("cpus", "number")]);
  const builds = Array.from(
    { length: count },
    (_, index) =>
      coder.addWorkspace("me", {
        name: `dev${index}`,
        template_version_id: versionId,
        rich_parameter_values: [{ name: "cpus", value: String(index) }],
      }).latest_build.id,
  );
  const template = await coder.client.getTemplate(templateId);
  coder.takeRequests();
  const context = coder.context();
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

  it("asks in vain for sixteen at most where the others are not of this stack", async () => {
    const { coder, ask } = await setUp(120);
    await ask(119);
    await ask(118);
    await settled(coder, 18);
    expect(takeCounts(coder)).toEqual({ [VALUES]: 18, "GET /workspaces": 2 });
  });

  it("goes on without a list", async () => {
    const { coder, ask } = await setUp(4);
    coder.http.on("GET /workspaces", { status: 403, json: { message: "Forbidden." } });
    for (const index of [0, 1, 2, 3]) expect(await ask(index)).toBe(String(index));
  });
});
