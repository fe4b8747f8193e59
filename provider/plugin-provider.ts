// The provider behind the plugin host, on plain wire values: secrets are envelopes and unknowns are markers, on both sides.
// Holds nothing of a resource's logic, and nothing of gRPC.
import { configurationSchema } from "./configuration";
import { CoderError, PartialError, type InputFailure } from "./errors";
import { DECLARED_KEY, type Context, type Handler } from "./handler";
import type { ResourceLog } from "./log";
import { changedPaths, type DetailedChange } from "./plugin-difference";
import { handlers, type ResourceType } from "./registry";
import { contextOf, openSession, type Operations } from "./session";
import { checkInputs, suggestion } from "./validation";
import { containsUnknown, fromWire, isEqual, isProperties, toWire, UNKNOWN, type Properties } from "./values";
import { secretPathsOnWire, wrapSecrets, type PropertyPath } from "./wire-secrets";

/** Keys that the engine adds to a provider's inputs. */
const ENGINE_KEYS = ["version", "pluginDownloadURL", "__internal"];
const SECRET_SETTINGS = ["token", "headers"];

export interface Autonaming {
  proposedName: string;
  mode: "propose" | "enforce" | "disable";
}

export interface PluginProviderOptions {
  operations: Operations;
  logFor(urn: string): ResourceLog;
  /** Relative paths in inputs start here. */
  rootDirectory(): string;
}

export interface State {
  id: string;
  outputs: Properties;
  inputs?: Properties;
}

export interface DiffAnswer {
  changes: Map<string, DetailedChange>;
  replaces: string[];
  stables: string[];
  deleteBeforeReplace: boolean;
  /** Nothing can be said before the provider's own configuration is known. */
  isUnknown?: boolean;
}

/** The provider's address or token depends on what is not made yet: the server can't be asked. */
class UnknownConfiguration extends CoderError {}

export class PluginProvider {
  private settings: Properties = {};

  constructor(private readonly options: PluginProviderOptions) {}

  checkConfig(news: Properties): { inputs: Properties; failures: InputFailure[] } {
    const given = fromProperties(news);
    const settings = Object.fromEntries(Object.entries(given).filter(([key]) => !ENGINE_KEYS.includes(key)));
    const { failures } = checkInputs(configurationSchema, withParsedTexts(settings));
    // Whoever sets the token, and however: it is a secret in the state.
    const secrets: PropertyPath[] = [...secretPathsOnWire(news), ...SECRET_SETTINGS.map((key) => [key])];
    return { inputs: wrapSecrets(toProperties(given), secrets), failures };
  }

  /** Another server means other objects; another token, header or certificate is only another way to the same. */
  diffConfig(olds: Properties, news: Properties): DiffAnswer {
    const before = fromProperties(olds);
    const after = fromProperties(news);
    const changes = new Map<string, DetailedChange>();
    for (const key of Object.keys(configurationSchema.shape)) {
      if (after[key] === UNKNOWN || isEqual(sameText(key, before[key]), sameText(key, after[key]))) continue;
      const kind = before[key] === undefined ? "add" : after[key] === undefined ? "delete" : "update";
      changes.set(key, { kind, isReplacement: key === "url" && before[key] !== undefined && after[key] !== undefined, isInput: true });
    }
    const replaces = [...changes].filter(([, change]) => change.isReplacement).map(([key]) => key);
    return { changes, replaces, stables: [], deleteBeforeReplace: false };
  }

  configure(settings: Properties): void {
    this.settings = fromProperties(settings);
  }

  async check(
    urn: string,
    olds: Properties,
    news: Properties,
    autonaming: Autonaming | undefined,
  ): Promise<{ inputs: Properties; failures: InputFailure[] }> {
    const handler = handlerOf(urn);
    const previous = Object.keys(olds).length === 0 ? undefined : fromProperties(olds);
    const named = autoname(handler, fromProperties(news), previous, autonaming);
    if (named.failures.length > 0) return { inputs: news, failures: named.failures };
    const result = await this.run(urn, undefined, async (context) => handler.check(context, named.inputs, previous)).catch(
      (thrown: unknown) => {
        if (thrown instanceof UnknownConfiguration) return checkInputs(handler.inputSchema, named.inputs);
        throw thrown;
      },
    );
    return { inputs: wrapSecrets(toProperties(result.inputs), secretPathsOnWire(news)), failures: result.failures };
  }

  async diff(
    urn: string,
    id: string,
    oldInputs: Properties,
    oldOutputs: Properties,
    news: Properties,
    ignoreChanges: readonly string[],
  ): Promise<DiffAnswer> {
    const handler = handlerOf(urn);
    const state = fromState(oldOutputs);
    const wanted = fromProperties(news);
    try {
      const result = await this.run(urn, undefined, (context) => handler.diff(context, id, state, wanted));
      const relevant = result.changes.filter((change) => !ignoreChanges.some((path) => topLevel(path) === topLevel(change.property)));
      return {
        changes: changedPaths(relevant, fromProperties(oldInputs), state, wanted),
        replaces: [...new Set(relevant.filter((change) => change.kind === "replace").map((change) => topLevel(change.property)))],
        stables: [...handler.stableOutputs],
        deleteBeforeReplace: result.deleteBeforeReplace ?? false,
      };
    } catch (thrown) {
      if (!(thrown instanceof UnknownConfiguration)) throw thrown;
      return { changes: new Map(), replaces: [], stables: [], deleteBeforeReplace: false, isUnknown: true };
    }
  }

  async create(urn: string, news: Properties, timeoutSeconds: number, isPreview: boolean): Promise<State> {
    const handler = handlerOf(urn);
    const secrets = secretPathsOnWire(news);
    const wanted = fromProperties(news);
    if (isPreview) return { id: "", outputs: wrapSecrets(toProperties(previewOutputs(handler, undefined, wanted)), secrets) };
    return this.keepingPartial(handler, secrets, async () => {
      const { id, outputs } = await this.run(urn, timeoutSeconds, (context) => handler.create(context, wanted));
      return { id, outputs: toOutputs(handler, outputs, secrets) };
    });
  }

  async update(
    urn: string,
    id: string,
    olds: Properties,
    news: Properties,
    timeoutSeconds: number,
    isPreview: boolean,
  ): Promise<Properties> {
    const handler = handlerOf(urn);
    const secrets = secretPathsOnWire(news);
    const state = fromState(olds);
    const wanted = fromProperties(news);
    if (isPreview) return wrapSecrets(toProperties(previewOutputs(handler, state, wanted)), secrets);
    return this.keepingPartial(handler, secrets, async () => {
      const outputs = await this.run(urn, timeoutSeconds, (context) => handler.update(context, id, state, wanted));
      return toOutputs(handler, outputs, secrets);
    });
  }

  /** Refresh, get, and import: the last two come without outputs, and import may come with a name in place of the id. */
  async read(urn: string, id: string, olds: Properties, inputs: Properties): Promise<State | undefined> {
    const handler = handlerOf(urn);
    const state = fromState(olds);
    const isKnown = Object.keys(state).length > 0;
    const secrets = [...secretPathsOnWire(olds), ...secretPathsOnWire(inputs)];
    return this.run(urn, undefined, async (context) => {
      const realId = isKnown || isUuid(id) ? id : await handler.find(context, id);
      const found = realId === undefined ? undefined : await handler.read(context, realId, state);
      if (found === undefined) {
        if (isKnown) return undefined;
        throw new CoderError(`There is no ${handler.type} "${id}", or the token's user may not see it. ${lookedFor(handler, id, realId)}`);
      }
      const outputs = toOutputs(handler, found.outputs, secrets);
      const read = isKnown
        ? driftedInputs(fromProperties(inputs), state, found.outputs)
        : await handler.importInputs(context, found.outputs);
      const secretOutputs = handler.secretPaths(found.outputs);
      return {
        id: found.id,
        outputs,
        inputs: read === undefined ? inputs : wrapSecrets(toProperties(read), [...secrets, ...secretOutputs]),
      };
    });
  }

  async delete(urn: string, id: string, olds: Properties, timeoutSeconds: number): Promise<void> {
    const handler = handlerOf(urn);
    await this.run(urn, timeoutSeconds, (context) => handler.delete(context, id, fromState(olds)));
  }

  private async run<Result>(
    urn: string,
    timeoutSeconds: number | undefined,
    operation: (context: Context) => Promise<Result>,
  ): Promise<Result> {
    return this.options.operations.run(async (signal) => {
      const rootDirectory = this.options.rootDirectory();
      if (containsUnknown(this.settings)) throw new UnknownConfiguration("The provider's configuration is not known yet.");
      const session = openSession({ setting: (key) => settingText(this.settings[key]), environment: process.env, rootDirectory });
      const timeoutMilliseconds = timeoutSeconds === undefined || timeoutSeconds === 0 ? undefined : timeoutSeconds * 1000;
      return operation(contextOf(session, { urn, log: this.options.logFor(urn), signal, rootDirectory, timeoutMilliseconds }));
    });
  }

  private async keepingPartial<Result>(
    handler: Handler,
    secrets: readonly PropertyPath[],
    operation: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await operation();
    } catch (thrown) {
      if (!(thrown instanceof PartialError)) throw thrown;
      throw new PartialError(thrown.id, toOutputs(handler, thrown.outputs, secrets), thrown.cause);
    }
  }
}

/** `urn:pulumi:stack::project::parent$coder:index:Template::name` → the handler of Template. */
function handlerOf(urn: string): Handler {
  const type = urn.split("::")[2]?.split("$").at(-1)?.split(":").at(-1) ?? "";
  if (Object.hasOwn(handlers, type)) return handlers[type as ResourceType];
  throw new CoderError(`The provider has no resource type "${type}".${suggestion(type, Object.keys(handlers))}`);
}

/** The engine proposes names only where autonaming is configured; a name that was given once stays. */
function autoname(
  handler: Handler,
  news: Properties,
  previous: Properties | undefined,
  autonaming: Autonaming | undefined,
): { inputs: Properties; failures: InputFailure[] } {
  const key = handler.autonamed;
  if (key === undefined || autonaming === undefined || news[key] !== undefined) return { inputs: news, failures: [] };
  if (autonaming.mode === "disable") {
    return {
      inputs: news,
      failures: [{ property: key, reason: "Missing: the stack's `pulumi:autonaming` is off, so a name must be set." }],
    };
  }
  return { inputs: { ...news, [key]: previous?.[key] ?? autonaming.proposedName }, failures: [] };
}

/** What is known before the operation: what is declared, and of an existing object what no update changes. */
function previewOutputs(handler: Handler, state: Properties | undefined, wanted: Properties): Properties {
  const outputs: Properties = {};
  for (const key of Object.keys(handler.outputSchema.shape)) {
    if (wanted[key] !== undefined) outputs[key] = wanted[key];
    else if (state !== undefined && handler.stableOutputs.includes(key)) outputs[key] = state[key];
    else outputs[key] = UNKNOWN;
  }
  return outputs;
}

function driftedInputs(inputs: Properties, state: Properties, outputs: Properties): Properties | undefined {
  const declared = Array.isArray(state[DECLARED_KEY]) ? state[DECLARED_KEY].map(String) : [];
  const drifted = declared.filter((key) => !isEqual(state[key], outputs[key]));
  if (drifted.length === 0) return undefined;
  return { ...inputs, ...Object.fromEntries(drifted.map((key) => [key, outputs[key]])) };
}

function toOutputs(handler: Handler, outputs: Properties, secrets: readonly PropertyPath[]): Properties {
  return wrapSecrets(toProperties(outputs), [...secrets, ...handler.secretPaths(outputs)]);
}

function lookedFor(handler: Handler, given: string, id: string | undefined): string {
  if (id !== undefined) return `It was looked for by its id${id === given ? "" : ` ${id}`}.`;
  return `It was looked for by name: ${handler.nameForm ?? "only an id can be given"}.`;
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** Keys of hosts and language SDKs are not inputs. */
function fromProperties(properties: Properties): Properties {
  return opened(properties, (key) => !key.startsWith("__"));
}

/** Outputs with what handlers keep in them; a state that the dynamic host made also holds keys of that host. */
function fromState(properties: Properties): Properties {
  return opened(properties, (key) => key !== "__provider" && key !== "__urn");
}

function opened(properties: Properties, isKept: (key: string) => boolean): Properties {
  const entries = Object.entries(properties).filter(([key]) => isKept(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, fromWire(value)]));
}

function toProperties(properties: Properties): Properties {
  const plain = toWire(properties);
  return isProperties(plain) ? plain : {};
}

function settingText(value: unknown): string | undefined {
  if (value === undefined || value === null || typeof value === "string") return value ?? undefined;
  return JSON.stringify(value);
}

/** Nested settings arrive as JSON text from stack configuration, and as they are from an explicit provider. */
function withParsedTexts(settings: Properties): Properties {
  const parsed = { ...settings };
  for (const key of ["headers", "jobTimeoutSeconds"]) {
    const text = parsed[key];
    if (typeof text !== "string") continue;
    try {
      parsed[key] = JSON.parse(text);
    } catch {
      // Stays text, which the check then refuses by its type.
    }
  }
  return parsed;
}

function sameText(key: string, value: unknown): unknown {
  return key === "url" && typeof value === "string" ? value.trim().replace(/\/+$/, "") : value;
}

function topLevel(path: string): string {
  return /^[^.[]+/.exec(path)?.[0] ?? path;
}
