// Every live test file begins with this: the server, a recording proxy in front of it, stacks, and the check that
// nothing is left over.
import { randomBytes } from "node:crypto";
import { removeLeftovers } from "./leftovers";
import { FaultProxy } from "../faults/fault-proxy";
import { ServerApi, type LiveUser } from "./server-api";
import { Stack, type StackOptions } from "./stack";

export interface Live {
  /** All names on the server begin with it; at most 12 characters, the dash at its end included. */
  readonly prefix: string;
  /** The server itself, for what people do by hand; not recorded. */
  readonly api: ServerApi;
  /** What the programs are told as CODER_URL. */
  readonly proxy: FaultProxy;
  /** A new project that runs the program against the proxy. It is destroyed after the file's last test. */
  stack(program: string, options?: StackOptions): Promise<Stack>;
  /** A user of a new name with these site-wide roles, and a session of theirs; deleted after the file's last test. */
  user(roles?: string[]): Promise<LiveUser>;
}

/** Whether the suite started the server. One that was given must not be changed for others. */
export const isOwnServer = process.env["LIVE_IS_OWN_SERVER"] === "yes";

/** Like `it`, for tests that alter the server as a whole: they are skipped, and say so, on a server that was given. */
export const itOnOwnServer = isOwnServer ? it : it.skip;

/** The suite is written for 2.24. Tests ask this where another release behaves differently. */
export function isServerBefore(major: number, minor: number): boolean {
  const [foundMajor = 0, foundMinor = 0] = (process.env["LIVE_SERVER_VERSION"] ?? "")
    .replace(/^v/, "")
    .split(".")
    .map(Number);
  return foundMajor < major || (foundMajor === major && foundMinor < minor);
}

/**
 * Call once at the top of a test file.
 *
 * @param area one word of at most 6 letters, another one in each file
 */
export function useLive(area: string): Live {
  const prefix = `${area}-${randomBytes(2).toString("hex")}-`;
  const stacks: Stack[] = [];
  const users: LiveUser[] = [];
  let api: ServerApi | undefined;
  let proxy: FaultProxy | undefined;
  const open = <Part>(part: Part | undefined): Part => {
    if (part === undefined)
      throw new Error("The server is there from the first test on, not while tests are declared.");
    return part;
  };

  beforeAll(async () => {
    const { LIVE_URL: url = "", LIVE_TOKEN: token = "" } = process.env;
    api = new ServerApi(url, token);
    proxy = await FaultProxy.start(url);
  });

  beforeEach(() => {
    proxy?.clear();
    proxy?.clearFaults();
  });

  afterAll(async () => {
    proxy?.clearFaults();
    const failures: string[] = [];
    for (const stack of stacks) {
      if (!stack.isEmpty()) await stack.destroy().catch((thrown: unknown) => failures.push(String(thrown)));
    }
    const leftovers = await removeLeftovers(open(api), prefix);
    for (const { id } of users) await open(api).request("DELETE", `/users/${id}`);
    await proxy?.close();
    expect({ failures, leftovers }).toEqual({ failures: [], leftovers: [] });
  });

  return {
    prefix,
    get api() {
      return open(api);
    },
    get proxy() {
      return open(proxy);
    },
    async stack(program, options = {}) {
      const environment = { CODER_URL: open(proxy).url, CODER_SESSION_TOKEN: open(api).token, ...options.environment };
      const stack = await Stack.create(`${prefix}${stacks.length + 1}`, program, { ...options, environment }, proxy);
      stacks.push(stack);
      return stack;
    },
    async user(roles = []) {
      const user = await open(api).createUser(`${prefix}user${users.length + 1}`, roles);
      users.push(user);
      return user;
    },
  };
}
