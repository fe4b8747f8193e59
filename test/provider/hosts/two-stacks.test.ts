// Two stacks that touch one template at the same time, on both hosts: each run is a process of its own.
import { rejection } from "../../fakes/client";
import type { Lifecycle } from "../../fakes/driver";
import { meanwhile } from "../../fakes/host-runs";
import { useProcessRuns } from "../../fakes/process-runs";
import type { ResourceType } from "../../../provider/registry";

const runs = useProcessRuns();

describe.each(["plugin", "dynamic"] as const)("on the %s host", (host) => {
  let ends: (() => Promise<void>)[] = [];

  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });

  /** A resource of a stack whose run is under way at the same time as all others. */
  async function resourceOf(stack: string, type: ResourceType): Promise<Lifecycle> {
    const other = await runs.beside(host);
    ends = [...ends, () => other.wire.close()];
    return runs.resourceOn(other, host, type, stack);
  }

  it("a template that both are about to make is made by one, and told to the other as taken", async () => {
    const { server } = runs;
    const [first, second] = [await resourceOf("one", "Template"), await resourceOf("two", "Template")];
    const declared = { name: "docker", activeVersionId: server.addVersion().id };
    const theirs = { name: "docker", activeVersionId: server.addVersion().id };
    const moment = meanwhile(server, "POST /organizations/:organization/templates", () => second.up(theirs));
    const error = await rejection(first.up(declared));
    expect(moment.hasHappened).toBe(true);
    expect(error.message).toContain('The name "docker" is taken by template');
    expect(server.templates.map(({ id }) => id)).toEqual([second.id]);
    expect(first.id).toBe("");
    expect(await second.up(theirs)).toEqual([]);
  });

  it("settings by one and a promotion by the other are both kept", async () => {
    const { server } = runs;
    const [first, second] = [await resourceOf("one", "Template"), await resourceOf("two", "TemplatePromotion")];
    const declared = { name: "docker", firstVersionId: server.addVersion().id };
    await first.up(declared);
    const promoted = server.addVersion({ name: "v2", template_id: first.id });
    const moment = meanwhile(server, "PATCH /templates/:id", () =>
      second.up({ templateId: first.id, templateVersionId: promoted.id }),
    );
    await first.up({ ...declared, description: "New." });
    expect(moment.hasHappened).toBe(true);
    expect(server.template(first.id)).toMatchObject({ description: "New.", active_version_id: promoted.id });
  });

  it("a version that both are about to make is made once, and both have it", async () => {
    const { server } = runs;
    const { id: templateId } = server.addTemplate();
    const [first, second] = [await resourceOf("one", "TemplateVersion"), await resourceOf("two", "TemplateVersion")];
    const name = String(server.template(templateId).name);
    const declared = { templateName: name, source: { files: { "main.tf": "# One" } } };
    const before = server.versions.length;
    const route = "POST /organizations/:organization/templateversions";
    const moment = meanwhile(server, route, () => second.up(declared));
    await first.up(declared);
    expect(moment.hasHappened).toBe(true);
    expect(server.versions.slice(before).map(({ id }) => id)).toEqual([second.id]);
    expect(first.id).toBe(second.id);
  });
});
