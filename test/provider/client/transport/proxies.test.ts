// Proxies of the environment: which requests go through one, what a proxy's failures mean for a change, and that
// neither its password nor the token gets where it does not belong.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiError, ConfigurationError } from "../../../../provider/errors";
import { clientOf, rejection, TEMPLATE } from "../../../fakes/client";
import { FakeCoder } from "../../../fakes/coder";
import { ConnectProxy } from "../../../fakes/connect-proxy";
import { Lifecycle } from "../../../fakes/driver";
import { startHost } from "../../../fakes/hosts";
import { FakeServer, TOKEN } from "../../../fakes/http-server";
import { scanTexts } from "../../../fakes/leak-scan";
import { untrusted } from "../../../fakes/untrusted-certificate";

const PASSWORD = "p:a/ss word%1";
const USER = `ada:${encodeURIComponent(PASSWORD)}`;
const environment = { ...process.env };

let proxy: ConnectProxy;
let server: FakeServer;
let folder: string;
let caFile: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "proxies-"));
  caFile = join(folder, "authority.pem");
  writeFileSync(caFile, untrusted.certificate);
  proxy = await ConnectProxy.start();
  server = await FakeServer.start({ certificate: untrusted });
  server
    .on("GET /templates/:id", { json: TEMPLATE })
    .on("POST /workspaces/:id/builds", { status: 400, json: { message: "No." } });
  process.env = { CODER_CONFIG_DIR: folder, PULUMI_HOME: folder, HTTPS_PROXY: proxy.url(USER) };
});

afterEach(async () => {
  process.env = environment;
  await server.close();
  await proxy.close();
  rmSync(folder, { recursive: true });
});

async function asking<Result>(ask: (client: ReturnType<typeof clientOf>) => Promise<Result>): Promise<Result> {
  const client = clientOf(server, { caFile });
  try {
    return await ask(client);
  } finally {
    await client.close();
  }
}

const postBuild = (): Promise<Error> =>
  asking((client) => rejection(client.createWorkspaceBuild("a", { transition: "stop" })));

function expectNoPassword(error: Error): void {
  const secrets = { password: PASSWORD, token: TOKEN };
  expect(scanTexts([error.message, error.stack ?? "", JSON.stringify(error)], secrets)).toEqual([]);
}

it("lead to the server by CONNECT, with their own credentials and none of the server's", async () => {
  expect((await asking((client) => client.getTemplate("a"))).name).toBe("docker");
  const authorization = `Basic ${Buffer.from(`ada:${PASSWORD}`).toString("base64")}`;
  expect(proxy.asked).toEqual([{ target: new URL(server.url).host, authorization }]);
  expect(server.requests[0]?.headers).toMatchObject({ "coder-session-token": TOKEN });
  expect(server.requests[0]?.headers).not.toHaveProperty("proxy-authorization");
});

it("are passed by for servers that NO_PROXY names", async () => {
  process.env["NO_PROXY"] = "127.0.0.1";
  await asking((client) => client.getTemplate("a"));
  expect(proxy.asked).toEqual([]);
  expect(server.requests).toHaveLength(1);
});

it.each([
  [407, "the proxy wants a user and a password (status 407)"],
  [403, "the proxy did not let the request through (status 403)"],
  [502, "the proxy did not let the request through (status 502)"],
])("that answer %i leave nothing open: the change was not sent", async (status, message) => {
  proxy.refusal = status;
  const error = await postBuild();
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error.message).toContain(message);
  expectNoPassword(error);
  expect(server.requests).toEqual([]);
});

it("that nobody serves leave nothing open", async () => {
  process.env["HTTPS_PROXY"] = `http://${USER}@127.0.0.1:1`;
  const error = await postBuild();
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error.message).toContain("is unreachable");
  expectNoPassword(error);
});

it.each(["not an address", `http://ada:%zz@127.0.0.1:1`, `ftp://${USER}@127.0.0.1`])(
  "that are none (%s) are told of without their text",
  async (address) => {
    process.env["HTTPS_PROXY"] = address;
    const error = await postBuild().catch((thrown: unknown) => thrown as Error);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain("`HTTPS_PROXY` is not the address of a proxy");
    expect(error.message).not.toContain(address);
    expectNoPassword(error);
  },
);

it.each([
  ["that die", () => proxy.breakOff()],
  ["that bring what is no TLS", () => proxy.garble()],
])("%s once a change has left leave open what became of it: it is not sent again", async (_how, fail) => {
  server.on("POST /workspaces/:id/builds", async () => {
    fail();
    await new Promise((resolve) => setTimeout(resolve, 20));
    return { status: 201, json: {} };
  });
  const error = await postBuild();
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: undefined, isAnswerLost: true });
  expect(server.requests).toHaveLength(1);
  expectNoPassword(error);
});

it("that lead nowhere are given up after some seconds, and tried again", async () => {
  proxy.isSilent = true;
  const interrupt = new AbortController();
  const told: string[] = [];
  const onWait = (message: string): void => {
    told.push(message);
    interrupt.abort(new Error("That is enough."));
  };
  const { signal } = interrupt;
  await asking((client) =>
    rejection(client.with({ signal, onWait }).createWorkspaceBuild("a", { transition: "stop" })),
  );
  expect(told).toEqual([expect.stringMatching(/^The server can't be reached \(.+\); waiting/)]);
  expect(server.requests).toEqual([]);
}, 60_000);

describe.each(["plugin", "dynamic"] as const)("on the %s host", (name) => {
  it.each(["breaks off", "brings no HTTP"])("a proxy that %s after a change leads to one template", async (what) => {
    const coder = await FakeCoder.start();
    const host = (await startHost(name, "Template")).about("docker");
    try {
      process.env["HTTP_PROXY"] = proxy.url(USER);
      let posts = 0;
      coder.http.before = (route) => {
        if (route !== "POST /organizations/:organization/templates") return;
        posts += 1;
        // The server goes on without the one that asked.
        if (what === "breaks off") proxy.breakOff();
        else proxy.garble();
      };
      await host.configure(coder.url);
      const template = new Lifecycle(host);
      expect(await template.up({ name: "docker", activeVersionId: coder.addVersion().id })).toEqual(["create"]);
      expect(posts).toBe(1);
      expect(coder.templates.map(({ id }) => id)).toEqual([template.id]);
      expect(proxy.asked.length).toBeGreaterThan(1);
    } finally {
      await host.close();
      await coder.close();
    }
  });
});
