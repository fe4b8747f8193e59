// Odd questions and what the server makes of them, through the client and through functions: other people's objects,
// deleted users and workspaces, ids of other things, names nobody has, numbers out of bounds, and logs and answers that
// are large.
// Runs alone: a provisioner that is slow to send a log loses a part of it.
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { createClient, type CoderClient } from "../../provider/client/client";
import { ApiError, FunctionError } from "../../provider/errors";
import type { FunctionName } from "../../provider/functions/registry";
import { callFunction } from "./call-function";
import { isServerBefore, useLive } from "./live";
import { pluginStack } from "./host-programs";
import { failureOf, type FoundWorkspace, type LiveUser } from "./server-api";
import { useObjects, type MadeTemplate } from "./server-objects";
import { plainTemplate, templateThatRuns } from "./templates";

const objects = useObjects(() => live);
const live = useLive("odd");

const LINES = 5000;
/** Of a longer log, newer servers keep the beginning, and say so in its last line. */
const IS_CUT = !isServerBefore(2, 26);
/**
 * The server cuts nothing of this length; 5,000 of them make an answer that is larger than what gRPC lets pass by
 * default.
 */
const LINE_LENGTH = 900;

let client: CoderClient;
let template: MadeTemplate;
let quiet: MadeTemplate;
let workspace: FoundWorkspace;
let member: LiveUser;

beforeAll(async () => {
  client = createClient({ url: live.proxy.url, token: live.api.token });
  member = await live.user();
  // In portions: the provisioner sends in one message what was written meanwhile, and loses it where that is more than
  // 4 MiB.
  const print = `printf "%06d%0${LINE_LENGTH - 6}d\\n", i, 0; if (i % 1000 == 0) { fflush(); system("sleep 0.5") }`;
  const script = `awk 'BEGIN { for (i = 1; i <= ${LINES}; i++) { ${print} } }'`;
  [template, quiet] = await Promise.all([
    objects.template(`${live.prefix}a`, templateThatRuns(script), { display_name: "Größe 模板 🚀" }),
    objects.template(`${live.prefix}quiet`, plainTemplate("quiet")),
  ]);
  workspace = await objects.workspace(template, `${live.prefix}a`);
});

afterAll(() => client.close());

/** What the script printed, without the ends of the lines: Terraform may break one where it waits for the rest. */
function printedIn(lines: readonly { output: string }[]): string {
  return lines.map(({ output }) => /\(local-exec\): (\d+)$/.exec(output)?.[1] ?? "").join("");
}

/** Of a text that would be too long for the message of a failure. */
function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

const PRINTED = Array.from({ length: LINES }, (_entry, index) =>
  String(index + 1)
    .padStart(6, "0")
    .padEnd(LINE_LENGTH, "0"),
).join("");

function expectPrinted(lines: readonly { output: string }[]): void {
  const printed = printedIn(lines);
  if (!IS_CUT) return expect(digest(printed)).toBe(digest(PRINTED));
  expect(PRINTED.startsWith(printed)).toBe(true);
  expect(printed.length).toBeGreaterThan(1_000_000);
  expect(lines.at(-1)?.output).toContain("exceeded the max size of 1MB");
}

describe("5,000 lines of log", () => {
  it("come whole and in order: listed, streamed, from a line on, and while they are written", async () => {
    const build = workspace.latest_build.id;
    const listed = await client.getWorkspaceBuildLogs(build);
    if (!IS_CUT) expect(listed.length).toBeGreaterThan(LINES);
    expectPrinted(listed);
    const streamed = [];
    for await (const line of client.streamWorkspaceBuildLogs(build)) streamed.push(line);
    expect(isDeepStrictEqual(streamed, listed)).toBe(true);
    const { logs } = await callFunction(live, "getWorkspaceBuildLogs", {
      workspaceBuildId: build,
      after: listed.at(-11)?.id,
    });
    expect(logs.map(({ id }) => id)).toEqual(listed.slice(-10).map(({ id }) => id));

    await live.api.build(workspace.id, { transition: "stop" });
    const { id } = await client.createWorkspaceBuild(workspace.id, { transition: "start" });
    const followed = [];
    for await (const line of client.streamWorkspaceBuildLogs(id)) followed.push(line);
    expectPrinted(followed);
  });

  it("pass through the plugin, though they are more than gRPC's usual limit", async () => {
    const stack = await pluginStack(
      live,
      `
const args = { workspaceBuildId: "${workspace.latest_build.id}" };
const printed = (logs) => logs.map(({ output }) => /\\(local-exec\\): (\\d+)$/.exec(output)?.[1] ?? "").join("");
const seen = ({ logs }) => ({ bytes: JSON.stringify(logs).length, printed: require("crypto").createHash("sha256").update(printed(logs)).digest("hex") });
module.exports = async () => ({
  plain: seen(await pulumi.runtime.invoke("coderd:index:getWorkspaceBuildLogs", args)),
  lifted: pulumi.runtime.invokeOutput("coderd:index:getWorkspaceBuildLogs", args).apply(seen),
});`,
    );
    const { plain, lifted } = (await stack.up()).outputs as Record<string, { bytes: number; printed: string }>;
    const kept = IS_CUT ? printedIn(await client.getWorkspaceBuildLogs(workspace.latest_build.id)) : PRINTED;
    expect(plain?.printed).toBe(digest(kept));
    expect(plain?.bytes).toBeGreaterThan(IS_CUT ? 1_000_000 : 4 * 1024 * 1024);
    expect(lifted).toEqual(plain);
  });
});

describe("what is not there, or not for this user", () => {
  it("is told the same by the client and by functions, with the request and without a defect", async () => {
    const someone = createClient({ url: live.proxy.url, token: member.api.token });
    const build = workspace.latest_build.id;
    // Of another kind each.
    const wrong = await Promise.all([
      refusal(client.getTemplate(workspace.id)),
      refusal(client.getWorkspace(template.id)),
      refusal(client.getWorkspaceBuild(template.version.id)),
      refusal(client.getTemplateVersion(build)),
      refusal(client.getWorkspaceBuildLogs(workspace.id)),
      refusal(client.getTemplateByName("default", ` ${template.name} `)),
      refusal(client.getWorkspaceByOwnerAndName("me", "größe 模板 🚀")),
      refusal(client.getOrganization("none of this name")),
    ]);
    expect(wrong.map(({ status, isGone }) => [status, isGone])).toEqual(wrong.map(() => [404, true]));
    const forbidden = await Promise.all([
      refusal(someone.getWorkspace(workspace.id)),
      refusal(someone.getWorkspaceBuild(build)),
      refusal(someone.getWorkspaceBuildState(build)),
      refusal(someone.getWorkspaceBuildLogs(build)),
      refusal(someone.extendWorkspace(workspace.id, new Date(Date.now() + 3_600_000))),
      refusal(someone.reportWorkspaceUsage(workspace.id)),
      refusal(someone.archiveUnusedTemplateVersions(template.id, { all: true })),
    ]);
    expect(forbidden.map(({ status }) => status)).toEqual(forbidden.map(() => 404));
    // An older server stumbles over the owner, whom this user may not see either.
    const { status } = await refusal(someone.getWorkspaceByOwnerAndName(workspace.owner_name, workspace.name));
    expect(status).toBe(isServerBefore(2, 23) ? 400 : 404);
    await someone.close();

    const asked: [FunctionName, Record<string, unknown>][] = [
      ["getWorkspace", { id: workspace.id }],
      ["getWorkspaceBuildLogs", { workspaceBuildId: build }],
      ["getWorkspaceBuildState", { workspaceBuildId: build }],
      ["getUser", { user: workspace.owner_name }],
    ];
    for (const [name, args] of asked) {
      const message = await failure(name, args, member.api.token);
      expect(message).toMatch(new RegExp(`^${name} failed: .*\\(GET /api/v2/.*: status 40[04], request .*\\)$`));
    }
  });

  it("is a user who was deleted, but not what is left of them", async () => {
    const gone = await live.api.createUser(`${live.prefix}gone`, []);
    const theirs = await live.api.createWorkspace(gone.id, { name: `${live.prefix}gone`, template_id: quiet.id });
    await live.api.build(theirs.id, { transition: "delete" });
    await live.api.request("DELETE", `/users/${gone.id}`);

    expect((await refusal(client.getWorkspace(theirs.id))).status).toBe(410);
    expect(await failure("getWorkspace", { id: theirs.id })).toMatch(/^getWorkspace failed: .*deleted.*status 410/);
    expect(await callFunction(live, "getWorkspace", { id: theirs.id, includeDeleted: true })).toMatchObject({
      name: theirs.name,
      ownerName: gone.username,
      status: "deleted",
      latestBuild: { transition: "delete" },
    });
    expect(
      (await callFunction(live, "getWorkspaceBuilds", { workspaceId: theirs.id })).workspaceBuilds.map(
        ({ number }) => number,
      ),
    ).toEqual([2, 1]);
    expect((await callFunction(live, "getWorkspaces", { name: theirs.name })).workspaces).toEqual([]);
    expect(await failure("getUser", { user: gone.username })).toMatch(/^getUser failed: .*status 400/);
    // The server finds users by id, deleted or not.
    expect((await callFunction(live, "getUser", { user: gone.id })).username).toBe(gone.username);
    expect(await failure("getWorkspace", { owner: gone.username, name: theirs.name, includeDeleted: true })).toMatch(
      /status 40[04]/,
    );
  });

  it("is a deleted workspace by its name, unless it is asked for; then the newest", async () => {
    const name = `${live.prefix}twice`;
    const make = async (): Promise<string> => {
      const { id } = await live.api.createWorkspace("me", { name, template_id: quiet.id });
      await live.api.build(id, { transition: "delete" });
      return id;
    };
    await make();
    const newest = await make();
    expect(await failure("getWorkspace", { owner: "me", name })).toContain("status 404");
    expect((await callFunction(live, "getWorkspace", { owner: "me", name, includeDeleted: true })).id).toBe(newest);
  });
});

describe("odd values", () => {
  it("of names are sent as they are, whatever they hold, and refused where they are no name", async () => {
    await member.api.request("PUT", "/users/me/profile", { username: member.username, name: "Ada Größe 模板 🚀" });
    expect((await callFunction(live, "getUser", { user: member.username })).name).toBe("Ada Größe 模板 🚀");
    expect((await callFunction(live, "getUser", { user: member.id.toUpperCase() })).id).toBe(member.id);
    expect((await callFunction(live, "getTemplate", { id: template.id.toUpperCase() })).displayName).toBe(
      "Größe 模板 🚀",
    );
    for (const user of ["..", ".", "../me", "a/b", "größe", " me ", "%2e%2e", "x".repeat(5000)]) {
      const message = await failure("getUser", { user });
      expect(message).toMatch(/^getUser failed: /);
      expect(message).not.toMatch(/defect|HTML/);
    }
    await expect(callFunction(live, "getUser", { user: "" })).rejects.toThrow("`user`: Must not be empty.");
  });

  it("of numbers are refused by the client's server, and by functions before they are asked", async () => {
    const negative = await refusal(client.getWorkspaces({ offset: -1 }));
    expect([negative.status, negative.message]).toEqual([400, expect.stringContaining("`offset`") as string]);
    expect((await refusal(client.getWorkspaceBuilds(workspace.id, { limit: 2 ** 40 }))).message).toContain("`limit`");
    expect(await client.getWorkspaces({ limit: 1, offset: 2_147_483_647 })).toMatchObject({ workspaces: [] });
    expect((await client.getWorkspaceBuilds(workspace.id, { limit: 2_147_483_647 })).length).toBeGreaterThan(0);
    live.proxy.clear();
    for (const limit of [0, -1, 1.5, 2 ** 40, "1"]) {
      expect(await failure("getWorkspaceBuilds", { workspaceId: workspace.id, limit })).toMatch(
        /^getWorkspaceBuilds failed: `limit`: Must be /,
      );
      expect(await failure("getProvisionerJobs", { limit })).toMatch(/`limit`: Must be /);
    }
    expect(await failure("getWorkspaceBuildLogs", { workspaceBuildId: workspace.latest_build.id, after: -1 })).toMatch(
      /`after`: Must be /,
    );
    expect(live.proxy.requests).toEqual([]);
  });

  it("that ask for nothing are answered with nothing", async () => {
    const build = workspace.latest_build.id;
    const last = (await client.getWorkspaceBuildLogs(build)).at(-1)?.id ?? 0;
    expect((await callFunction(live, "getWorkspaceBuildLogs", { workspaceBuildId: build, after: last })).logs).toEqual(
      [],
    );
    expect(
      (await callFunction(live, "getTemplateVersionVariables", { templateVersionId: template.version.id })).variables,
    ).toEqual([]);
    expect(
      (await callFunction(live, "getTemplateVersionPresets", { templateVersionId: template.version.id })).presets,
    ).toEqual([]);
    expect(
      (await callFunction(live, "getTemplateVersionParameters", { templateVersionId: template.version.id })).parameters,
    ).toEqual([]);
    expect((await callFunction(live, "getBuildParameters", { workspaceBuildId: build })).parameters).toEqual({});
    expect(await callFunction(live, "getPreviousTemplateVersion", { template: template.name, name: "first" })).toEqual(
      {},
    );
    expect((await callFunction(live, "getProvisionerJobs", { tags: { none: "of this" } })).jobs).toEqual([]);
    expect((await callFunction(live, "getProvisionerDaemons", { ids: [workspace.id] })).daemons).toEqual([]);
    expect((await callFunction(live, "getProvisionerJobs", { ids: [] })).jobs).toEqual([]);
    expect((await callFunction(live, "getProvisionerDaemons", { ids: [] })).daemons).toEqual([]);
    expect((await callFunction(live, "getProvisionerJobs", { status: [] })).jobs).toEqual([]);
    expect((await callFunction(live, "getProvisionerDaemons", { status: [] })).daemons).toEqual([]);
  });
});

function refusal(promise: Promise<unknown>): Promise<ApiError> {
  return failureOf(promise, ApiError);
}

/** What a function fails with, when the failure is meant for users. */
async function failure(name: FunctionName, args: Record<string, unknown>, token?: string): Promise<string> {
  return (await failureOf(callFunction(live, name, args, token), FunctionError)).message;
}
