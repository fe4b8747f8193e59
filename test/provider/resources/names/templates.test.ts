import { lookUpTemplate } from "../../../../provider/resources/names/templates";
import { templateHandler } from "../../../../provider/resources/template/template";
import { FakeCoder } from "../../../fakes/coder";
import { Driver } from "../../../fakes/driver";

let server: FakeCoder;

beforeEach(async () => {
  server = await FakeCoder.start();
});

afterEach(async () => {
  await server.close();
});

describe("lookUpTemplate", () => {
  it("asks once for many checks, and anew after this process has changed or promoted or deleted the template", async () => {
    const template = new Driver(templateHandler, server);
    const [first, second] = [server.addVersion().id, server.addVersion().id];
    await template.up({ name: "docker", activeVersionId: first });
    const look = async (): Promise<string> => {
      const { description, active_version_id } = await lookUpTemplate(server.context(), template.id);
      return `${description} ${active_version_id}`;
    };
    server.takeRequests();
    await Promise.all([look(), look()]);
    expect(await look()).toBe(` ${first}`);
    expect(server.takeRequests()).toHaveLength(1);
    Object.assign(server.versions.find(({ id }) => id === second) ?? {}, { template_id: template.id });
    await template.up({ name: "docker", activeVersionId: second });
    expect(await look()).toBe(` ${second}`);
    await template.up({ name: "docker", activeVersionId: second, description: "New." });
    expect(await look()).toBe(`New. ${second}`);
    await template.destroy();
    await expect(look()).rejects.toMatchObject({ status: 404 });
  });
});
