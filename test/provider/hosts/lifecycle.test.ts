// The same program through the handler, the dynamic host and the plugin: all of them ask the same of the server.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { templateHandler } from "../../../provider/resources/template/template";
import { FakeCoder } from "../../fakes/coder";
import { Driver, Lifecycle } from "../../fakes/driver";
import { startHost, type Host } from "../../fakes/hosts";

const environment = { ...process.env };

let server: FakeCoder;
let folder: string;
let host: Host | undefined;

beforeEach(async () => {
  server = await FakeCoder.start();
  folder = mkdtempSync(join(tmpdir(), "lifecycle-"));
  process.env = { CODER_CONFIG_DIR: folder, PULUMI_HOME: folder };
});

afterEach(async () => {
  process.env = environment;
  rmSync(folder, { recursive: true });
  await host?.close();
  host = undefined;
  await server.close();
});

async function start(name: "handler" | "plugin" | "dynamic"): Promise<Lifecycle> {
  if (name === "handler") return new Driver(templateHandler, server);
  host = (await startHost(name, "Template")).about("docker");
  await host.configure(server.http.url);
  return new Lifecycle(host);
}

function mutations(): string[] {
  return server.takeLog().filter((line) => !line.startsWith("GET"));
}

it.each(["handler", "plugin", "dynamic"] as const)(
  "a template is made, changed, replaced and deleted by the %s",
  async (name) => {
    const template = await start(name);
    const news = { name: "docker", activeVersionId: server.addVersion().id };
    expect(await template.up(news)).toEqual(["create"]);
    const first = template.id;
    expect(mutations()).toEqual(["POST /organizations/default/templates"]);

    expect(await template.up(news)).toEqual([]);
    await template.up({ ...news, description: "New." });
    expect(mutations()).toEqual(["PATCH /templates/<docker>"]);
    expect(template.outputs).toMatchObject({ description: "New." });

    expect(await template.up({ ...news, activeVersionId: server.addVersion().id, organization: "research" })).toContain(
      "replace organization",
    );
    expect(template.id).not.toBe(first);
    expect(server.templates.map(({ id }) => id)).toEqual([template.id]);

    expect(await template.refresh()).toBe(true);
    await template.destroy();
    expect(server.templates).toEqual([]);
    expect(await template.refresh()).toBe(false);
  },
);
