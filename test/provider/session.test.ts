import { meetServer } from "../../provider/session";
import { TemplateServer } from "./resources/template-server";

it("says once that the server is older than what is tested, and nothing of another", async () => {
  for (const [version, warnings] of [
    ["v2.19.0", 1],
    ["v2.20.0", 0],
  ] as const) {
    const server = await TemplateServer.start();
    server.http.version = version;
    await meetServer(server.context());
    await meetServer(server.context());
    expect(server.told).toHaveLength(warnings);
    if (warnings > 0)
      expect(server.told[0]).toMatch(/^warning: The Coder server at "http.+" is v2\.19\.0, and this package is made for 2\.20/);
    await server.close();
  }
});
