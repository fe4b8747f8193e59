// Where crashes happen: a server, the people on it, and a proxy that is the server's address for programs. A process
// that runs cells has one shared with others, and one of its own for the crashes of servers.
import { randomBytes } from "node:crypto";
import { FaultProxy } from "../fault-proxy";
import { eventually, ServerApi } from "../../live/server-api";
import { Stack } from "../../live/stack";
import { archiveOf, moodyTemplate } from "../../live/templates";
import { programOn, usePlugin, type Host } from "../../live/host-programs";
import { OwnServer } from "./own-server";
import type { People } from "./programs";

export interface Place extends People {
  api: ServerApi;
  /** A new stack without a program. */
  stack(host: Host): Promise<{ stack: Stack; name: string }>;
  /** Ends the server, or its database, without warning. */
  kill(victim: "server" | "database"): Promise<void>;
  /** Starts what was killed. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function sharedPlace(): Promise<Place> {
  const { LIVE_URL: url = "", LIVE_TOKEN: token = "" } = process.env;
  return placeAt(new ServerApi(url, token), undefined);
}

/** For crashes of the server itself. */
export async function ownPlace(): Promise<Place> {
  const server = await OwnServer.start();
  return placeAt(new ServerApi(server.url, server.token), server);
}

async function placeAt(api: ServerApi, server: OwnServer | undefined): Promise<Place> {
  const proxy = await FaultProxy.start(api.url);
  const prefix = `crash-${randomBytes(2).toString("hex")}`;
  const [colleague, guest] = [await api.createUser(`${prefix}-c`, []), await api.createUser(`${prefix}-g`, [])];
  const templateId = await makeTemplate(api, `${prefix}-base`);
  const { id: guestId } = await api.createWorkspace(guest.id, { name: "guest", template_id: templateId });
  const stacks: Stack[] = [];
  const own = (): OwnServer => {
    if (server === undefined) throw new Error("The server is shared: it can't be killed.");
    return server;
  };
  return {
    api,
    colleague: colleague.username,
    guestId,
    async stack(host) {
      const name = `${prefix}-${stacks.length + 1}`;
      const environment = { CODER_URL: proxy.url, CODER_SESSION_TOKEN: api.token };
      const stack = await Stack.create(name, programOn(host, ""), { environment }, proxy);
      if (host === "plugin") usePlugin(stack);
      stacks.push(stack);
      return { stack, name };
    },
    kill: (victim) => own().kill(victim),
    restart: () => own().restart(),
    async close() {
      await proxy.close();
      if (server !== undefined) return server.stop();
      await api.build(guestId, { transition: "delete" });
      await api.request("DELETE", `/templates/${templateId}`);
      for (const { id } of [colleague, guest]) await api.request("DELETE", `/users/${id}`);
    },
  };
}

/** A template that no program has. */
async function makeTemplate(api: ServerApi, name: string): Promise<string> {
  const { hash } = await api.request<{ hash: string }>("POST", "/files", await archiveOf(moodyTemplate(name)));
  const version = await api.request<{ id: string }>("POST", "/organizations/default/templateversions", {
    storage_method: "file",
    provisioner: "terraform",
    file_id: hash,
  });
  await eventually(
    () => api.version(version.id),
    ({ job }) => job.status === "succeeded",
  );
  const made = await api.request<{ id: string }>("POST", "/organizations/default/templates", {
    name,
    template_version_id: version.id,
  });
  return made.id;
}
