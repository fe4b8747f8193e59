// Where the server and the token come from, and one clear error for each mistake in them, before anything is changed.
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { useLive } from "./live";
import { templateProgram } from "./programs";
import { FaultProxy } from "../faults/fault-proxy";
import { messagesAt, type Result, type Stack } from "./stack";
import { plainTemplate } from "./templates";

const live = useLive("conf");

const CERTIFICATES = path.join(__dirname, "certificates");
const UNSET = { CODER_URL: "", CODER_SESSION_TOKEN: "" };

let stack: Stack;

beforeAll(async () => {
  const name = `${live.prefix}a`;
  stack = await live.stack(templateProgram([{ version: { source: { files: plainTemplate() } }, template: { name } }]));
});

afterEach(() => {
  expect(live.proxy.mutations()).toEqual([]);
  Object.assign(stack.environment, { CODER_URL: live.proxy.url, CODER_SESSION_TOKEN: live.api.token });
});

/** The one error of a preview, at the first resource: without a stack trace, and without the token. */
function onlyError(result: Result): string {
  const [message, ...others] = messagesAt(result, "version", "error");
  expect(others).toEqual([]);
  expect(message).not.toMatch(/\n\s+at /);
  expect(result.text).not.toContain(live.api.token);
  return message ?? "";
}

async function previewWith(environment: Record<string, string>): Promise<string> {
  Object.assign(stack.environment, environment);
  return onlyError(await stack.previewFailing());
}

it("names every way when nothing is configured", async () => {
  const message = await previewWith(UNSET);
  expect(message).toContain("No Coder server is configured");
  for (const way of [
    "pulumi config set coderd:url",
    "pulumi config set --secret coderd:token",
    "CODER_URL",
    "CODER_SESSION_TOKEN",
    "coder login",
  ]) {
    expect(message).toContain(way);
  }
});

it("names the token's ways when only the address is known, and does not send a login of another server", async () => {
  const login = path.join(stack.root, "login");
  fs.writeFileSync(path.join(login, "url"), "https://coder.example.com\n");
  fs.writeFileSync(path.join(login, "session"), `${live.api.token}\n`);
  const message = await previewWith({ CODER_SESSION_TOKEN: "" });
  fs.rmSync(path.join(login, "url"));
  fs.rmSync(path.join(login, "session"));
  expect(message).toContain(`No token is configured for the Coder server "${live.proxy.url}"`);
  expect(message).toContain("https://coder.example.com");
  expect(live.proxy.requests.filter(({ headers }) => headers["coder-session-token"] !== undefined)).toEqual([]);
});

it("says where a token came from that the server refuses", async () => {
  const message = await previewWith({ CODER_SESSION_TOKEN: "abcdefghij-abcdefghijklmnopqrstuv" });
  expect(message).toContain("`CODER_SESSION_TOKEN`");
  expect(message).not.toContain("abcdefghij");
});

it("names the address of a server that is unreachable, in seconds", async () => {
  const closed = http.createServer();
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  const begun = Date.now();
  const message = await previewWith({ CODER_URL: `http://127.0.0.1:${port}` });
  expect(message).toContain(`"http://127.0.0.1:${port}" is unreachable`);
  expect(Date.now() - begun).toBeLessThan(60_000);
});

it("recognises an address that is not a Coder server's, and one that is no address", async () => {
  const site = http.createServer((_request, response) =>
    response.writeHead(200, { "Content-Type": "text/html" }).end("<html>Welcome</html>"),
  );
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  try {
    expect(await previewWith({ CODER_URL: url })).toContain(`"${url}" is not the address of a Coder server`);
  } finally {
    site.closeAllConnections();
    await new Promise((resolve) => site.close(resolve));
  }
  expect(await previewWith({ CODER_URL: "coder.example.com" })).toContain('Did you mean "https://coder.example.com"?');
});

it("does not trust an unknown certificate until coderd:caFile names its authority", async () => {
  const secure = await FaultProxy.start(live.api.url, {
    tls: {
      key: fs.readFileSync(path.join(CERTIFICATES, "server-key.pem"), "utf8"),
      cert: fs.readFileSync(path.join(CERTIFICATES, "server.pem"), "utf8"),
    },
  });
  try {
    const message = await previewWith({ CODER_URL: secure.url });
    expect(message).toContain("is not trusted");
    expect(message).toContain("coderd:caFile");
    stack.writeFile("authority.pem", fs.readFileSync(path.join(CERTIFICATES, "authority.pem"), "utf8"));
    await stack.configure({ "coderd:caFile": "authority.pem" });
    expect((await stack.preview()).operations).toEqual({ version: ["create"], template: ["create"] });
    expect(secure.requests.length).toBeGreaterThan(0);
    // The log stream is another kind of connection, and has to trust the same.
    const secureStack = await live.stack(
      templateProgram([
        { version: { source: { files: plainTemplate("tls") } }, template: { name: `${live.prefix}tls` } },
      ]),
      {
        environment: { CODER_URL: secure.url },
        configuration: { "coderd:caFile": path.join(CERTIFICATES, "authority.pem") },
      },
    );
    await secureStack.up();
    expect(secure.matching({ path: /\/logs\?.*follow/ }).map(({ status }) => status)).toEqual([101]);
    await secureStack.destroy();

    stack.writeFile("authority.pem", "nothing");
    expect(await previewWith({ CODER_URL: secure.url })).toContain("authority.pem");
  } finally {
    await stack.configure({ "coderd:caFile": "" });
    await secure.close();
  }
});

it("uses what `coder login` stored", async () => {
  const login = path.join(stack.root, "login");
  fs.writeFileSync(path.join(login, "url"), `${live.proxy.url}/\n`);
  fs.writeFileSync(path.join(login, "session"), `${live.api.token}\n`);
  Object.assign(stack.environment, UNSET);
  expect((await stack.preview()).operations).toEqual({ version: ["create"], template: ["create"] });
  expect(live.proxy.requests.some(({ status }) => status === 200)).toBe(true);
});

it("takes the stack's configuration before the environment, secrets too, and says which setting is malformed", async () => {
  await stack.configure({
    "coderd:url": live.proxy.url,
    "coderd:token": { secret: live.api.token },
    "coderd:headers": { secret: '{"X-Live":"yes"}' },
  });
  Object.assign(stack.environment, {
    CODER_URL: "http://127.0.0.1:1",
    CODER_SESSION_TOKEN: "abcdefghij-abcdefghijklmnopqrstuv",
  });
  await stack.preview();
  expect(live.proxy.requests.length).toBeGreaterThan(0);
  expect(live.proxy.requests.filter(({ headers }) => headers["x-live"] !== "yes")).toEqual([]);
  await stack.configure({ "coderd:jobTimeoutSeconds": "soon", "coderd:headers": { secret: "X-Live: yes" } });
  const message = onlyError(await stack.previewFailing());
  expect(message).toContain('`coderd:jobTimeoutSeconds` is "soon"');
  expect(message).toContain("`coderd:headers`");
  expect(message).not.toContain("X-Live: yes");
});
