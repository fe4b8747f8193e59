import { DeadlineError } from "../../../provider/errors";
import { passingOwnership } from "../../../provider/ownership/ownership";
import { Hidden } from "../../../provider/hosts/hidden";
import { meetServer, openContext } from "../../../provider/hosts/session";
import { FakeCoder } from "../../fakes/coder";
import { refuse } from "../../fakes/coder/common";
import { TOKEN } from "../../fakes/http-server";

it("says once that the server is older than what is tested, and nothing of another", async () => {
  for (const [version, warnings] of [
    ["v2.19.0", 1],
    ["v2.20.0", 0],
  ] as const) {
    const server = await FakeCoder.start();
    server.http.version = version;
    await meetServer(server.context());
    await meetServer(server.context());
    expect(server.told).toHaveLength(warnings);
    if (warnings > 0)
      expect(server.told[0]).toMatch(
        /^warning: The Coder server at "http.+" is v2\.19\.0, and this package is made for 2\.20/,
      );
    await server.close();
  }
});

it.each([
  ["of the configuration", undefined, "2 minutes (`coderd:jobTimeoutSeconds`) at most"],
  ["of the program", 180_000, "3 minutes (`customTimeouts`) at most"],
])(
  "waits no day because the server says so, but refuses what is longer than the time %s",
  async (_whose, timeoutMilliseconds, limit) => {
    const server = await FakeCoder.start();
    server.http.on("GET /users/me", {
      ...refuse(429, "You've been rate limited."),
      headers: { "retry-after": "86400" },
    });
    const settings: Record<string, string> = { url: server.http.url, token: TOKEN, jobTimeoutSeconds: "120" };
    const { log, signal } = server.context();
    const context = openContext({
      setting: (key) => settings[key],
      ownership: passingOwnership(),
      log,
      hidden: new Hidden(),
      signal,
      rootDirectory: __dirname,
      timeoutMilliseconds,
    });
    const error: unknown = await meetServer(context).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DeadlineError);
    // A jitter of seconds comes on top.
    expect(String(error)).toMatch(/The server asks to wait 2[45] hours, and this may take /);
    expect(String(error)).toContain(limit);
    await server.close();
  },
);
