// What both hosts share: one client per configuration, and the context of an operation.
import { createClient, type CoderClient } from "../client/client";
import { systemClock } from "../client/transport/clock";
import { ageNotice } from "../client/transport/server-version";
import { resolveConfiguration, type Configuration, type ConfigurationSources } from "../configuration";
import type { Deadline } from "../deadline";
import { InputError, type InputFailure } from "../errors";
import type { CheckResult, Context, Handler } from "../handler";
import type { ResourceLog } from "../log";
import { openOwnership, type Ownership } from "../ownership/ownership";
import { isProperties, type Properties } from "../values";
import type { Hidden } from "./hidden";
import { explain } from "./operations";

/** By configuration: the connections, and what the client learns of its server, are kept as long as the process. */
const clients = new Map<string, CoderClient>();

/** Hidden input: input → URN of the resource that its value comes from. No state and no preview has it. */
const SOURCES_KEY = "__sources";

/** By URN. Only the check is told, and what follows it needs them as well. */
const sourcesOfResources = new Map<string, Readonly<Record<string, string>>>();

/** To be called with what a check is given. */
export function noteSources(urn: string | undefined, news: Properties): void {
  const given = news[SOURCES_KEY];
  const sources = Object.entries(isProperties(given) ? given : {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  if (urn !== undefined) sourcesOfResources.set(urn, Object.fromEntries(sources));
}

/** What a host knows of an operation that begins. */
interface Operation extends Omit<ConfigurationSources, "environment"> {
  /** Undefined while it is not known, and for a function. */
  urn?: string | undefined;
  ownership: Ownership;
  /** See Context. */
  deletesBeforeReplace?: boolean | undefined;
  log: ResourceLog;
  /** Learns the token. */
  hidden: Hidden;
  /** Takes out of a source's lines what may be secret, where the host is not told what is. */
  hide?: (text: string) => string;
  signal: AbortSignal;
  /** What the program allows this operation, where the host is told. */
  timeoutMilliseconds?: number | undefined;
}

/** @throws ConfigurationError */
export function openContext(operation: Operation): Context {
  const { setting, otherUrl, rootDirectory, urn, hidden, signal, timeoutMilliseconds } = operation;
  const configuration = resolveConfiguration({ setting, otherUrl, rootDirectory, environment: process.env });
  hidden.add(configuration.token);
  const log = hidden.log(operation.log);
  const deadline: Deadline =
    timeoutMilliseconds === undefined
      ? { milliseconds: configuration.jobTimeoutMilliseconds, setting: "coderd:jobTimeoutSeconds" }
      : { milliseconds: timeoutMilliseconds, setting: "customTimeouts", since: systemClock.now() };
  return {
    client: clientOf(configuration).with({
      signal,
      onWait: (message) => log.status(message),
      deadline,
      hide: { inErrors: hidden.serverText, inLogs: hidden.text },
    }),
    signal,
    log,
    deadline,
    defaultOrganization: configuration.organization,
    impact: { isTold: configuration.impactAtPreview, limit: configuration.impactLimit },
    isValidated: configuration.validateAtPreview,
    dryRun: { isTold: configuration.dryRunAtPreview, limit: configuration.dryRunLimit },
    difference: { showsLines: configuration.sourceDiffAtPreview, hide: operation.hide ?? hidden.text },
    urn: urn ?? "",
    resourceName: resourceNameOf(urn),
    ownership: operation.ownership,
    deletesBeforeReplace: operation.deletesBeforeReplace,
    sources: sourcesOfResources.get(urn ?? "") ?? {},
    rootDirectory,
  };
}

function clientOf(configuration: Configuration): CoderClient {
  const key = JSON.stringify(configuration);
  const { url, token, tokenSource, headers, caFile } = configuration;
  const client = clients.get(key) ?? createClient({ url, token, tokenSource, headers, caFile });
  clients.set(key, client);
  return client;
}

let ownership: Ownership | undefined;

/** One for the process: it knows what each of its resources has. */
export function ownershipOf(engineAddress: string | undefined): Ownership {
  return (ownership ??= openOwnership(process.env, engineAddress));
}

const metServers = new Set<string>();

/** A handler's check of inputs in handlers' form. `olds` is empty for a resource that is about to be created. */
export async function checkResource(
  handler: Handler,
  context: Context,
  olds: Properties,
  news: Properties,
): Promise<CheckResult> {
  const result = await handler.check(context, news, olds);
  if (result.failures.length === 0) await meetServer(context);
  return result;
}

/** A failed check as failures: the engine shows them at the resource, and goes on with the others. */
export function failuresOf(thrown: unknown): readonly InputFailure[] {
  return thrown instanceof InputError ? thrown.failures : [{ property: "", reason: explain(thrown) }];
}

/**
 * Tells at preview that the token is refused, even where the resource asks the server nothing. Warns once of a server
 * that is too old.
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
