// Where a server leads to, the token and the headers of the configuration don't follow.
import { createServer, type Server } from "node:http";
import { ConfigurationError } from "../../../../provider/errors";
import { clientOf, collect, rejection, TEMPLATE, WORKSPACE } from "../../../fakes/client";
import { FakeServer } from "../../../fakes/http-server";

let target: FakeServer;
let redirecting: Server;
let url: string;
let status: number;
let asked: string[];

beforeEach(async () => {
  target = await FakeServer.start();
  target
    .on("GET /templates/:id", { json: TEMPLATE })
    .on("DELETE /templates/:id", { json: {} })
    .on("POST /users/:user/workspaces", { status: 201, json: WORKSPACE })
    .onStream("GET /workspaces/:id/watch-ws", (stream) => stream.close(1000));
  asked = [];
  redirecting = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(status, { location: `${target.url}${request.url}` }).end();
  });
  redirecting.on("upgrade", (request, socket) => {
    asked.push(`upgrade ${request.url}`);
    socket.end(
      `HTTP/1.1 ${status} Redirect\r\nlocation: ${target.url}${request.url}\r\ncontent-length: 0\r\nconnection: ` +
        `close\r\n\r\n`,
    );
  });
  await new Promise<void>((resolve) => redirecting.listen(0, "127.0.0.1", resolve));
  const address = redirecting.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});

afterEach(async () => {
  redirecting.closeAllConnections();
  await new Promise((resolve) => redirecting.close(resolve));
  await target.close();
});

it.each([301, 302, 303, 307, 308])("follows no redirect with status %i, of whatever request", async (code) => {
  status = code;
  const client = clientOf(target, { url, headers: { "X-Proxy": "open sesame" } });
  const requests: [Promise<unknown>, string][] = [
    [client.getTemplate("a"), "GET /api/v2/templates/a"],
    [client.deleteTemplate("a"), "DELETE /api/v2/templates/a"],
    [client.createWorkspace("me", { name: "dev", template_id: "a" }), "POST /api/v2/users/me/workspaces"],
    [collect(client.watchWorkspace("a")), "upgrade /api/v2/workspaces/a/watch-ws"],
  ];
  for (const [promise, request] of requests) {
    const error = await rejection(promise);
    expect(error.message).toContain("redirects");
    expect(error.message).toContain(`to "${target.url}/api/v2/`);
    expect(asked).toContain(request);
  }
  expect(await rejection(client.getTemplate("a"))).toBeInstanceOf(ConfigurationError);
  expect(target.requests).toEqual([]);
  await client.close();
});
