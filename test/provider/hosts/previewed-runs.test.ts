// Template versions that a preview imports, from one run to the next: a preview that is repeated, one that is given
// up, one that is cancelled. Each run has a process of its own, as the engine starts them.
import type { Properties } from "../../../provider/values";
import { rejection } from "../../fakes/client";
import type { StoredVersion } from "../../fakes/coder/template-versions";
import type { Lifecycle } from "../../fakes/driver";
import type { HostName } from "../../fakes/hosts";
import { useProcessRuns } from "../../fakes/process-runs";

const runs = useProcessRuns();

const jobs = (): string[] => runs.server.versions.map(({ job }) => job.status);
const last = (): StoredVersion | undefined => runs.server.versions.at(-1);

function template(marker: string, more: Properties = {}): Properties {
  const files = { "main.tf": `resource "terraform_data" "main" {\n  input = "${marker}"\n}\n` };
  return { name: "docker", source: { files }, ...more };
}

/** The template from one process to the next, as the engine keeps it. */
class Program {
  resource: Lifecycle | undefined;

  constructor(private readonly host: HostName) {}

  async begin(): Promise<Lifecycle> {
    await runs.next(this.host, { validateAtPreview: "true" });
    return (this.resource = runs.resource(this.host, "Template", this.resource));
  }

  async preview(news: Properties): Promise<string[]> {
    return (await (await this.begin()).preview(news)).steps;
  }

  async up(news: Properties): Promise<string[]> {
    return (await this.begin()).up(news);
  }
}

describe.each(["plugin", "dynamic"] as const)("a template with a source, on the %s host", (host) => {
  it("uses what an earlier preview imported, and archives what no update takes", async () => {
    const program = new Program(host);
    await program.preview(template("one"));
    await program.preview(template("one"));
    expect(jobs()).toHaveLength(1);
    await program.up(template("one"));
    expect(jobs()).toHaveLength(1);
    await program.preview(template("two"));
    await program.preview(template("two"));
    const two = last();
    await program.preview(template("three"));
    const three = last();
    expect([two?.archived, three?.archived]).toEqual([true, false]);
    // The change is given up.
    expect(await program.preview(template("one"))).toEqual([]);
    expect([two?.archived, three?.archived]).toEqual([true, true]);
    await program.preview(template("two"));
    await program.up(template("two"));
    expect(two).toMatchObject({ archived: false, message: "" });
    expect(runs.server.template(program.resource?.id ?? "").active_version_id).toBe(two?.id);
    expect(jobs()).toEqual(["succeeded", "succeeded", "succeeded"]);
  });

  it("cancels the import with the preview, and imports anew", async () => {
    runs.server.imports.push("pending");
    const program = new Program(host);
    const failing = rejection((await program.begin()).preview(template("one")));
    while (runs.server.versions.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    runs.process.signal("SIGTERM");
    expect((await failing).message).toContain("interrupted");
    expect(jobs()).toEqual(["canceled"]);
    expect(last()?.name).toMatch(/-failed-/);
    await program.up(template("one"));
    expect(jobs()).toEqual(["canceled", "succeeded"]);
  });
});
