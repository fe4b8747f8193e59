// Reads of many templates and workspaces: how few requests they take, and when a list is not believed.
import { createClient, type CoderClient } from "../../../provider/client/client";
import { readsOf, type Reads } from "../../../provider/client/reads";
import { fewAtOnce } from "../../fakes/at-once";
import { rejection } from "../../fakes/client";
import { TestClock } from "../../fakes/clocks";
import { FakeCoder } from "../../fakes/coder";
import { FakeServer, TOKEN, type Reply } from "../../fakes/http-server";

let coder: FakeCoder;
let clock: TestClock;
let client: CoderClient;
let reads: Reads;

beforeEach(async () => {
  coder = await FakeCoder.start();
  clock = new TestClock();
  client = createClient({ url: coder.url, token: TOKEN, clock });
  reads = readsOf(client);
});

afterEach(async () => {
  await client.close();
  await coder.close();
});

/** Of something in front of the server. */
const FOREIGN = { "x-coder-build-version": undefined, "content-type": "text/html" };
const NOBODY = "ffffffff-0000-4000-9000-000000000000";

function workspaces(count: number, prefix = "w", owner = "bob"): string[] {
  const template = coder.templates[0] ?? coder.addTemplate();
  return Array.from({ length: count }, (_, index) => {
    const { id } = coder.addWorkspace(owner, { name: `${prefix}${index}`, template_id: template.id });
    // Made one after the other.
    coder.workspace(id).created_at = new Date(Date.UTC(2026, 0, 1, 0, 0, coder.workspaces.length)).toISOString();
    return id;
  });
}

function templates(count: number, deprecation_message = ""): string[] {
  return Array.from(
    { length: count },
    (_, index) => coder.addTemplate({ name: `t${coder.templates.length}-${index}`, deprecation_message }).id,
  );
}

/** Far from the order in which the server lists them. */
function shuffled(ids: readonly string[]): string[] {
  return ids.map((_, index) => ids[(index * 37) % ids.length] ?? "");
}

/** Answers a list with how things were before now, once it is released. Resolves when the list is under way. */
function holdBack(route: string, json: unknown): Promise<() => void> {
  const old = JSON.stringify(json);
  return new Promise((resolveBegun) => {
    coder.http.on(route, async () => {
      await new Promise<void>((resolve) => resolveBegun(resolve));
      return { json: JSON.parse(old) as unknown };
    });
  });
}

/** The requests since the last call, as path and search. */
function asked(): string[] {
  return coder.http.requests
    .splice(0)
    .map(({ path, query }) => `${path.replace("/api/v2", "")} ${query.get("q") ?? ""}`);
}

describe("reads of workspaces", () => {
  it("gives what a request for the one gives", async () => {
    const ids = workspaces(2);
    const found = await Promise.all(ids.map((id) => reads.workspace(id)));
    expect(found).toEqual(await Promise.all(ids.map((id) => client.getWorkspace(id))));
  });

  it("asks for one that is alone by its id", async () => {
    const [id = ""] = workspaces(3);
    expect((await reads.workspace(id)).id).toBe(id);
    expect(asked()).toEqual([`/workspaces/${id} `]);
  });

  it("asks once for those that come together, and once for one that several want", async () => {
    const ids = workspaces(3);
    await Promise.all([...ids, ...ids].map((id) => reads.workspace(id)));
    expect(asked()).toEqual([`/workspaces id:${ids.join(",")}`]);
  });

  it("asks in queries that proxies let pass, for at most 100 at once", async () => {
    const ids = workspaces(150);
    await Promise.all(ids.map((id) => reads.workspace(id)));
    expect(coder.http.requests.length).toBeLessThanOrEqual(6);
    for (const { path, query } of coder.http.requests) {
      expect(`${path}?${query.toString()}`.length).toBeLessThan(2_000);
      expect(Number(query.get("limit"))).toBeLessThanOrEqual(100);
    }
  });

  it.each([8, 64])("reads 1,000 in any order, %i at a time, with at most 20 requests", async (atOnce) => {
    const ids = shuffled(workspaces(1_000));
    const found = await fewAtOnce(ids, (id) => reads.workspace(id), atOnce);
    expect(found.map(({ id }) => id)).toEqual(ids);
    expect(coder.http.requests.length).toBeLessThanOrEqual(20);
  });

  it("reads 1,000 one after the other with at most 30 requests", async () => {
    const ids = shuffled(workspaces(1_000));
    await fewAtOnce(ids, (id) => reads.workspace(id), 1);
    expect(coder.http.requests.length).toBeLessThanOrEqual(30);
  });

  it("reads 1,000 with at most 25 requests when entries become too old meanwhile", async () => {
    const ids = workspaces(1_000);
    await fewAtOnce(ids, (id) => {
      // 1,000 take 30 seconds.
      clock.time += 30;
      return reads.workspace(id);
    });
    expect(coder.http.requests.length).toBeLessThanOrEqual(25);
  });

  it("reads 50 of 5,000 without reading all", async () => {
    const ids = workspaces(5_000).filter((_, index) => index % 100 === 0);
    await fewAtOnce(ids, (id) => reads.workspace(id));
    const entries = coder.http.requests.map(({ query }) => Number(query.get("limit")));
    expect(entries.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(200);
  });

  it("lists only what those have in common that were found", async () => {
    workspaces(2_000, "other", "admin");
    await fewAtOnce(workspaces(100), (id) => reads.workspace(id));
    const pages = asked().filter((each) => !each.startsWith("/workspaces id:"));
    expect(pages).toEqual([expect.stringContaining('/workspaces owner:"bob" template:"docker" organization:')]);
  });

  it("takes a wider list when others are asked for", async () => {
    const ids = [...workspaces(100), ...workspaces(100, "other", "admin")];
    await fewAtOnce(ids, (id) => reads.workspace(id));
    expect(asked().length).toBeLessThanOrEqual(8);
  });

  it("asks alone for what a list lacks, and only that says gone", async () => {
    const ids = workspaces(3);
    const [first, second, third] = await Promise.allSettled(
      [...ids.slice(0, 2), NOBODY].map((id) => reads.workspace(id)),
    );
    expect([first?.status, second?.status]).toEqual(["fulfilled", "fulfilled"]);
    expect(third).toMatchObject({ status: "rejected", reason: { isGone: true, path: `/api/v2/workspaces/${NOBODY}` } });
    expect(asked()).toEqual([`/workspaces id:${ids[0]},${ids[1]},${NOBODY}`, `/workspaces/${NOBODY} `]);
  });

  it("does not put an id that is none into a list", async () => {
    const ids = workspaces(2);
    const [, , wrong] = await Promise.allSettled([...ids, "nonsense"].map((id) => reads.workspace(id)));
    expect(wrong?.status).toBe("rejected");
    expect(asked()).toEqual(expect.arrayContaining([`/workspaces id:${ids.join(",")}`, "/workspaces/nonsense "]));
  });

  it("asks again after 10 seconds", async () => {
    const ids = workspaces(2);
    const readAll = (): Promise<unknown> => Promise.all(ids.map((id) => reads.workspace(id)));
    await readAll();
    clock.time += 9_000;
    await readAll();
    expect(asked()).toHaveLength(1);
    clock.time += 1_100;
    await readAll();
    expect(asked()).toHaveLength(1);
  });

  it("asks again after the clock was set back", async () => {
    const ids = workspaces(2);
    const { active_version_id: version = "" } = coder.templates[0] ?? {};
    const readAll = (): Promise<unknown> =>
      Promise.all([...ids.map((id) => reads.workspace(id)), reads.templateVersion(version)]);
    await readAll();
    asked();
    clock.time -= 3_600_000;
    await readAll();
    expect(asked()).toEqual([`/templateversions/${version} `, `/workspaces id:${ids.join(",")}`]);
  });

  it("does not answer from a list what this process has changed since", async () => {
    const [first = "", second = ""] = workspaces(2);
    await Promise.all([first, second].map((id) => reads.workspace(id)));
    await client.updateWorkspace(first, { name: "renamed" });
    expect((await reads.workspace(first)).name).toBe("renamed");
    asked();
    await reads.workspace(second);
    expect(asked()).toEqual([]);
  });

  it("does not answer from a list what another client of this process has changed since", async () => {
    const [first = "", second = ""] = workspaces(2);
    await Promise.all([first, second].map((id) => reads.workspace(id)));
    const other = createClient({ url: coder.url, token: TOKEN, clock });
    await other.updateWorkspace(first, { name: "renamed" });
    await other.close();
    expect((await reads.workspace(first)).name).toBe("renamed");
  });

  it("does not answer from a list after a change that may concern any object", async () => {
    const ids = workspaces(2);
    const [template] = coder.templates;
    await Promise.all(ids.map((id) => reads.workspace(id)));
    const version = coder.addVersion({ template_id: template?.id ?? "" });
    await client.promoteTemplateVersion(template?.id ?? "", version.id);
    asked();
    await Promise.all(ids.map((id) => reads.workspace(id)));
    expect(asked()).toEqual([`/workspaces id:${ids.join(",")}`]);
  });

  it("answers from a list after an upload and an evaluation of parameters, which change no object", async () => {
    const ids = workspaces(2);
    const [version] = coder.versions;
    await Promise.all(ids.map((id) => reads.workspace(id)));
    await client.uploadFile(Buffer.from("template"), "application/x-tar");
    coder.http.on("POST /templateversions/:id/dynamic-parameters/evaluate", { json: { id: 0, parameters: [] } });
    await client.evaluateDynamicParameters(version?.id ?? "", { id: 0, inputs: {}, owner_id: NOBODY });
    asked();
    await Promise.all(ids.map((id) => reads.workspace(id)));
    expect(asked()).toEqual([]);
  });

  it("reads nothing ahead between changes that may concern any object", async () => {
    const ids = workspaces(40);
    const [template] = coder.templates;
    for (const id of ids) {
      await reads.workspace(id);
      await client.promoteTemplateVersion(template?.id ?? "", String(template?.active_version_id));
    }
    expect(asked().filter((each) => !each.startsWith("/templates/"))).toEqual(ids.map((id) => `/workspaces/${id} `));
  });

  it.each([
    ["by ids", 0, "id:"],
    ["of a page", 3, "owner:"],
  ])("does not believe a list %s that was under way while this process changed it", async (_, readBefore, query) => {
    for (const id of workspaces(readBefore, "before")) await reads.workspace(id);
    const ids = workspaces(2);
    const [first = ""] = ids;
    const begun = holdBack("GET /workspaces", { workspaces: coder.workspaces, count: coder.workspaces.length });
    const before = ids.map((id) => reads.workspace(id));
    const release = await begun;
    await client.updateWorkspace(first, { name: "renamed" });
    const after = reads.workspace(first);
    release();
    expect((await after).name).toBe("renamed");
    expect((await before[0])?.name).toBe("renamed");
    expect(await Promise.all(before)).toHaveLength(2);
    expect(coder.http.requestsTo("GET /workspaces")[0]?.query.get("q")).toContain(query);
  });

  it("asks by id for the rest of its life when the server refuses the list", async () => {
    const ids = workspaces(4);
    coder.http.on("GET /workspaces", { status: 400, json: { message: "Invalid workspace search query." } });
    expect(await Promise.all(ids.map((id) => reads.workspace(id)))).toHaveLength(4);
    clock.time += 3_600_000;
    await Promise.all(ids.map((id) => reads.workspace(id)));
    expect(asked().filter((each) => each.startsWith("/workspaces id:"))).toHaveLength(1);
  });

  it.each<[string, Reply]>([
    ["fails", { status: 500, json: { message: "Internal error fetching workspaces." } }],
    ["is limited in time", { status: 408, json: { message: "Request timeout." } }],
    ["is not there for a moment", { status: 503, text: "Service Unavailable" }],
    ["is cut off", { drop: "within" }],
    ["is refused by a firewall", { status: 403, headers: FOREIGN, text: "<html>Forbidden</html>" }],
    ["is hidden by a firewall", { status: 404, headers: FOREIGN, text: "<html>Not found</html>" }],
    ["is led to a login page", { status: 302, headers: { ...FOREIGN, location: "https://login.example.com" } }],
    ["brings a login page", { headers: FOREIGN, text: "<html>Log in</html>" }],
  ])("asks by id when a list %s, and for a list again after 5 seconds", async (_, reply) => {
    const ids = workspaces(4);
    const readAll = (): Promise<unknown> => Promise.all(ids.map((id) => reads.workspace(id)));
    const list = `/workspaces id:${ids.join(",")}`;
    const alone = ids.map((id) => `/workspaces/${id} `);
    coder.http.on("GET /workspaces", reply, { json: { workspaces: coder.workspaces, count: 4 } });
    await readAll();
    expect(asked()).toEqual([list, ...alone]);
    clock.time += 4_900;
    await readAll();
    expect(asked()).toEqual(alone);
    clock.time += 200;
    await readAll();
    expect(asked()).toEqual([expect.stringContaining("/workspaces owner:")]);
  });

  it("asks by id when a list takes long, and for a list again after a minute", async () => {
    const ids = workspaces(2);
    const begun = holdBack("GET /workspaces", {});
    const found = Promise.all(ids.map((id) => reads.workspace(id)));
    await begun;
    clock.beat();
    expect((await found).map(({ id }) => id)).toEqual(ids);
    expect(clock.isQuiet).toBe(true);
    coder.http.on("GET /workspaces", { json: { workspaces: coder.workspaces, count: 2 } });
    asked();
    clock.time += 59_000;
    await Promise.all(ids.map((id) => reads.workspace(id)));
    expect(asked()).toEqual(ids.map((id) => `/workspaces/${id} `));
    clock.time += 1_100;
    await Promise.all(ids.map((id) => reads.workspace(id)));
    expect(asked()).toEqual([`/workspaces id:${ids.join(",")}`]);
  });

  it("fails all who wait when the server is unreachable", async () => {
    const server = await FakeServer.start();
    await server.close();
    const lonely = createClient({ url: server.url, token: TOKEN, clock });
    const failed = await Promise.all(workspaces(2).map((id) => rejection(readsOf(lonely).workspace(id))));
    await lonely.close();
    expect(failed[0]?.message).toContain("is unreachable");
    expect(failed[1]).toBe(failed[0]);
  });

  it("does not mistake a server that ignores the filter", async () => {
    const ids = workspaces(4);
    coder.http.on("GET /workspaces", () => ({ json: { workspaces: coder.workspaces.slice(2), count: 2 } }));
    const found = await Promise.all(ids.slice(0, 2).map((id) => reads.workspace(id)));
    expect(found.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    await Promise.all(ids.map((id) => reads.workspace(id)));
    expect(asked().filter((each) => each.startsWith("/workspaces id:"))).toHaveLength(1);
  });

  it("asks alone for an entry that is not understood", async () => {
    const ids = workspaces(2);
    coder.http.on("GET /workspaces", () => ({ json: { workspaces: ids.map((id) => ({ id })), count: 2 } }));
    expect(await Promise.all(ids.map((id) => reads.workspace(id)))).toHaveLength(2);
  });

  it("fails all with the message of the server that refuses the token", async () => {
    const ids = workspaces(2);
    coder.http.on("GET /workspaces", {
      status: 401,
      json: { message: "Try logging in.", detail: "API key is invalid." },
    });
    const failed = await Promise.all(ids.map((id) => rejection(reads.workspace(id))));
    expect(failed.map(({ message }) => message)).toEqual(
      Array(2).fill(expect.stringContaining("The token was refused")),
    );
    expect(asked()).toHaveLength(1);
  });

  it("lets an interrupt of one who asks end only that one's wait", async () => {
    const [first = "", second = ""] = workspaces(2);
    const controller = new AbortController();
    const interrupted = rejection(readsOf(client.with({ signal: controller.signal })).workspace(first));
    const other = reads.workspace(second);
    controller.abort(new Error("Interrupted."));
    expect((await interrupted).message).toBe("Interrupted.");
    expect((await other).id).toBe(second);
  });
});

describe("reads of workspaces as they are now", () => {
  it("gives what a request for the one gives, of those that are asked for at the same time", async () => {
    const ids = workspaces(3);
    const found = await Promise.all([...ids, ...ids].map((id) => reads.workspaceNow(id)));
    expect(asked()).toEqual([`/workspaces id:${ids.join(",")}`]);
    expect(found.slice(0, 3)).toEqual(await Promise.all(ids.map((id) => client.getWorkspace(id))));
  });

  it("leaves one that is alone to be asked for alone", async () => {
    const [id = ""] = workspaces(2);
    expect(await Promise.all([id, id, "nonsense"].map((each) => reads.workspaceNow(each)))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(asked()).toEqual([]);
  });

  it("asks in queries that proxies let pass", async () => {
    const ids = workspaces(150);
    const found = await Promise.all(ids.map((id) => reads.workspaceNow(id)));
    expect(found.map((each) => each?.id)).toEqual(ids);
    expect(coder.http.requests).toHaveLength(4);
    for (const { path, query } of coder.http.requests) expect(`${path}?${query.toString()}`.length).toBeLessThan(2_000);
  });

  it("never answers from a list that was sent before", async () => {
    const ids = workspaces(2);
    const [first = ""] = ids;
    await Promise.all(ids.map((id) => reads.workspace(id)));
    const begun = holdBack("GET /workspaces", { workspaces: coder.workspaces, count: 2 });
    const before = ids.map((id) => reads.workspaceNow(id));
    const release = await begun;
    // Somebody else's change, of which this process does not know.
    coder.workspace(first).name = "renamed";
    coder.http.on("GET /workspaces", () => ({ json: { workspaces: coder.workspaces, count: 2 } }));
    const after = await Promise.all(ids.map((id) => reads.workspaceNow(id)));
    expect(after[0]?.name).toBe("renamed");
    release();
    expect((await before[0])?.name).toBe("w0");
  });

  it("leaves to be asked for alone what the list lacks, does not tell, or has as deleted", async () => {
    const ids = workspaces(4);
    const [lacking = "", odd = "", deleted = "", fine = ""] = ids;
    coder.build(deleted, { transition: "delete" });
    coder.http.on("GET /workspaces", () => ({
      json: { workspaces: [{ id: odd }, coder.workspace(deleted), coder.workspace(fine)], count: 3 },
    }));
    const found = await Promise.all([lacking, odd, deleted, fine].map((id) => reads.workspaceNow(id)));
    expect(found.map((each) => each?.id)).toEqual([undefined, undefined, undefined, fine]);
  });

  it.each<[string, Reply, number]>([
    ["fails", { status: 500, json: { message: "Internal error fetching workspaces." } }, 5_000],
    ["is refused", { status: 400, json: { message: "Invalid workspace search query." } }, Infinity],
    ["has others", { json: { workspaces: [{ id: NOBODY }], count: 1 } }, Infinity],
  ])("asks no list for a while when one %s", async (_, reply, milliseconds) => {
    const ids = workspaces(2);
    const askAll = (): Promise<unknown[]> => Promise.all(ids.map((id) => reads.workspaceNow(id)));
    coder.http.on("GET /workspaces", reply);
    expect(await askAll()).toEqual([undefined, undefined]);
    expect(asked()).toHaveLength(1);
    clock.time += 4_900;
    expect(await askAll()).toEqual([undefined, undefined]);
    expect(asked()).toHaveLength(0);
    clock.time += 200;
    await askAll();
    expect(asked()).toHaveLength(milliseconds === Infinity ? 0 : 1);
  });

  it("ends for those who are interrupted, and goes on for the others", async () => {
    const ids = workspaces(2);
    const begun = holdBack("GET /workspaces", { workspaces: coder.workspaces, count: 2 });
    const interrupt = new AbortController();
    const [one, other] = ids.map((id, index) =>
      (index === 0 ? readsOf(client.with({ signal: interrupt.signal })) : reads).workspaceNow(id),
    );
    const failed = rejection(one ?? Promise.resolve());
    const release = await begun;
    interrupt.abort(new Error("interrupted"));
    expect((await failed)?.message).toBe("interrupted");
    release();
    expect((await other)?.id).toBe(ids[1]);
  });
});

describe("reads of templates", () => {
  it("gives what a request for the one gives", async () => {
    const ids = templates(2);
    const found = await Promise.all(ids.map((id) => reads.template(id)));
    expect(found).toEqual(await Promise.all(ids.map((id) => client.getTemplate(id))));
  });

  it("asks apart for deprecated ones", async () => {
    const [plain = "", deprecated = ""] = [...templates(1), ...templates(1, "Use another.")];
    await Promise.all([plain, deprecated].map((id) => reads.template(id)));
    expect(asked()).toEqual([`/templates ids:${plain},${deprecated}`, `/templates ids:${deprecated} deprecated:true`]);
  });

  it("does not believe a list that was under way while this process changed a template", async () => {
    const ids = templates(2);
    const [first = ""] = ids;
    const begun = holdBack("GET /templates", coder.templates);
    const before = ids.map((id) => reads.template(id));
    const release = await begun;
    await client.updateTemplate(first, { name: "renamed" });
    const after = reads.template(first);
    release();
    expect((await after).name).toBe("renamed");
    expect((await Promise.all(before)).map(({ name }) => name)).toEqual(["renamed", expect.any(String)]);
  });

  it("reads 100 and ten deprecated ones, 8 at a time, with at most 8 requests", async () => {
    const ids = shuffled([...templates(100), ...templates(10, "Use another.")]);
    const found = await fewAtOnce(ids, (id) => reads.template(id));
    expect(found.map(({ id }) => id)).toEqual(ids);
    expect(asked().length).toBeLessThanOrEqual(8);
  });

  it("asks alone for one that is gone", async () => {
    const ids = templates(2);
    const [, , gone] = await Promise.allSettled([...ids, NOBODY].map((id) => reads.template(id)));
    expect(gone).toMatchObject({ reason: { isGone: true, path: `/api/v2/templates/${NOBODY}` } });
  });
});
