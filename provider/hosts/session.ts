// What both hosts share: one client per server and token, running operations that can be interrupted, and how errors
// are told.
import { createClient, type CoderClient } from "../client/client";
import { systemClock } from "../client/transport/clock";
import { ageNotice } from "../client/transport/server-version";
import { resolveConfiguration, type Configuration, type ConfigurationSources } from "../configuration";
import type { Deadline } from "../deadline";
import { CoderError, messageOf, PartialError } from "../errors";
import type { Context } from "../handler";
import type { ResourceLog } from "../log";
import { openOwnership, type Ownership } from "../ownership/ownership";

export interface Session {
  client: CoderClient;
  configuration: Configuration;
}

const sessions = new Map<string, Session>();

/**
 * The session for a configuration: connections and what was learnt of the server are kept for the life of the process.
 */
export function openSession(sources: ConfigurationSources): Session {
  const configuration = resolveConfiguration(sources);
  const key = JSON.stringify(configuration);
  let session = sessions.get(key);
  if (session === undefined) {
    const { url, token, tokenSource, headers, caFile } = configuration;
    session = { client: createClient({ url, token, tokenSource, headers, caFile }), configuration };
    sessions.set(key, session);
  }
  return session;
}

export interface OperationFacts {
  urn: string | undefined;
  ownership: Ownership;
  /** See Context. */
  deletesBeforeReplace?: boolean | undefined;
  log: ResourceLog;
  signal: AbortSignal;
  rootDirectory: string;
  /** What the program allows this operation, where the host is told. */
  timeoutMilliseconds?: number | undefined;
}

export function contextOf(session: Session, facts: OperationFacts): Context {
  const { urn, log, signal, rootDirectory } = facts;
  const deadline: Deadline =
    facts.timeoutMilliseconds === undefined
      ? { milliseconds: session.configuration.jobTimeoutMilliseconds, setting: "coderd:jobTimeoutSeconds" }
      : { milliseconds: facts.timeoutMilliseconds, setting: "customTimeouts", since: systemClock.now() };
  return {
    client: session.client.with({ signal, onWait: (message) => log.status(message), deadline }),
    signal,
    log,
    deadline,
    defaultOrganization: session.configuration.organization,
    urn: urn ?? "",
    resourceName: resourceNameOf(urn),
    ownership: facts.ownership,
    deletesBeforeReplace: facts.deletesBeforeReplace,
    rootDirectory,
  };
}

let ownership: Ownership | undefined;

/** One for the process: what its resources have, each must know of all. */
export function ownershipOf(engineAddress: string | undefined): Ownership {
  return (ownership ??= openOwnership(process.env, engineAddress));
}

const metServers = new Set<string>();

/**
 * What is told at preview, whatever a resource asks the server: that the token is refused, or, once, that the server is
 * too old.
 */
export async function meetServer({ client, log }: Context): Promise<void> {
  await client.getCurrentUser();
  if (client.serverVersion === undefined || metServers.has(client.url)) return;
  metServers.add(client.url);
  const notice = ageNotice(client.url, client.serverVersion);
  if (notice !== undefined) log.warning(notice);
}

/** The name in the program, which may hold colons itself. */
export function resourceNameOf(urn: string | undefined): string {
  return urn?.split("::").slice(3).join("::") ?? "";
}

/** The operations under way in this process, so that an interrupt reaches all of them and none is cut off. */
export class Operations {
  private readonly controller = new AbortController();
  private readonly running = new Set<Promise<unknown>>();

  get isIdle(): boolean {
    return this.running.size === 0;
  }

  async run<Result>(operation: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    // A signal of its own: what listens to it goes with the operation.
    const promise = operation(AbortSignal.any([this.controller.signal]));
    this.running.add(promise);
    try {
      return await promise;
    } finally {
      this.running.delete(promise);
    }
  }

  /** Asks all operations to end; each keeps what it has made. */
  interrupt(): void {
    this.controller.abort(new CoderError("The operation was interrupted."));
  }

  /** Also of those that begin meanwhile. */
  async settled(): Promise<void> {
    while (!this.isIdle) await Promise.allSettled(this.running);
  }
}

/** What a user is told. A defect of this package keeps its stack: it is what a report needs. */
export function explain(thrown: unknown): string {
  if (thrown instanceof PartialError) return explain(thrown.cause);
  if (thrown instanceof CoderError) return thrown.message;
  return thrown instanceof Error
    ? `${messageOf(thrown)}\nThis is a defect of pulumi-coderd: please report it.\n${thrown.stack ?? ""}`
    : messageOf(thrown);
}
