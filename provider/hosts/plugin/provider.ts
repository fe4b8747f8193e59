// The provider behind the plugin host, on plain wire values: secrets are envelopes and unknowns are markers, on both
// sides. Holds nothing of a resource's logic, and nothing of gRPC.
import { CoderError, InputError, PartialError, type InputFailure } from "../../errors";
import { DECLARED_KEY, type CheckResult, type Context, type Handler } from "../../handler";
import type { ResourceLog } from "../../log";
import type { Ownership } from "../../ownership/ownership";
import { handlers, type ResourceType } from "../../registry";
import { checkInputs, defaultsOf, suggestion, withoutValues } from "../../validation";
import { containsUnknown, isEqual, isId, type Properties, topLevel, UNKNOWN } from "../../values";
import { keepDerived, withoutIgnored } from "../ignored-changes";
import { callFunction, functionOf, functionTokens } from "../invoke";
import { MovedObjects, refuseMoved } from "../moved-server";
import { contextOf, explain, meetServer, openSession, type Operations } from "../session";
import { driftedInputs, fromProperties, fromState, keptOutputs, toOutputs } from "../state";
import { secretPathsOnWire, toWire, type PropertyPath } from "../wire";
import { AUTONAMED_KEY, autoname, heldName, leaveName, type Autonaming } from "./autonaming";
import { changedPaths, type DetailedChange } from "./difference";
import { areOtherServers } from "../other-server";
import { changedSettings, checkSettings, settingText } from "./settings";
import { imported, previewOutputs, type State } from "./state";

export interface PluginProviderOptions {
  operations: Operations;
  ownership: () => Ownership;
  logFor: (urn: string) => ResourceLog;
  /** Relative paths in inputs start here. */
  rootDirectory: () => string;
}

export interface UpdateOptions {
  timeoutSeconds: number;
  isPreview: boolean;
  ignoreChanges: readonly string[];
}

export interface DiffAnswer {
  changes: Map<string, DetailedChange>;
  replaces: string[];
  stables: string[];
  deleteBeforeReplace: boolean;
  /** Nothing can be said before the provider's own configuration is known. */
  isUnknown?: boolean;
}

/** The object is on another server than the configured one, and to be made anew here. */
const MOVES: DiffAnswer = {
  changes: new Map([["url", { kind: "update", isReplacement: true, isInput: false }]]),
  replaces: ["url"],
  stables: [],
  deleteBeforeReplace: false,
};

/** The provider's address or token depends on what is not made yet: the server can't be asked. */
class UnknownConfiguration extends CoderError {}

export class PluginProvider {
  private settings: Properties = {};
  private readonly moved = new MovedObjects();

  constructor(private readonly options: PluginProviderOptions) {}

  checkConfig(news: Properties): { inputs: Properties; failures: InputFailure[] } {
    return checkSettings(news);
  }

  /**
   * Only a server that is known to be another one makes all resources anew: of any other address each finds out by its
   * id.
   */
  async diffConfig(olds: Properties, news: Properties): Promise<DiffAnswer> {
    const changes = changedSettings(olds, news);
    const address = changes.get("url");
    if (address?.isReplacement === true) {
      changes.set("url", {
        ...address,
        isReplacement: await areOtherServers(fromProperties(olds), fromProperties(news)),
      });
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
    const {
      inputs,
      failures,
      secretPaths = [],
    } = named.failures.length > 0 ? named : await this.checkNamed(urn, handler, named.inputs, previous);
    const hidden = named.isProposed ? { [AUTONAMED_KEY]: true } : {};
    const wrapped = toWire({ ...inputs, ...hidden }, [...secretPathsOnWire(news), ...secretPaths]);
    return { inputs: wrapped, failures: withoutValues(failures) };
  }

  private async checkNamed(
    urn: string,
    handler: Handler,
    news: Properties,
    previous: Properties | undefined,
  ): Promise<CheckResult> {
    try {
      return await this.run(urn, undefined, async (context) => {
        const result = await handler.check(context, news, previous);
        if (result.failures.length === 0) await meetServer(context);
        return result;
      });
    } catch (thrown) {
      if (thrown instanceof UnknownConfiguration) return checkInputs(handler.inputSchema, news);
      // As a failure, the engine shows it at the resource, and goes on with the others.
      const failures =
        thrown instanceof InputError ? [...thrown.failures] : [{ property: "", reason: explain(thrown) }];
      return { inputs: news, failures };
    }
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
    const held = fromState(oldOutputs);
    // A refresh after an import asks about inputs that no check has seen.
    const given = { ...defaultsOf(handler.inputSchema), ...fromProperties(news) };
    const { wanted, state } = leaveName(handler, news, {
      wanted: keepDerived(handler, held, given, ignoreChanges),
      state: held,
    });
    try {
      const result = await this.run(urn, undefined, async (context) => {
        if (await this.moved.isToMove(handler, context, urn, id, state)) return undefined;
        return handler.diff(context, id, state, wanted);
      });
      if (result === undefined) return MOVES;
      const relevant = withoutIgnored(result.changes, ignoreChanges);
      return {
        changes: changedPaths(relevant, fromProperties(oldInputs), state, wanted),
        replaces: [
          ...new Set(relevant.filter((change) => change.kind === "replace").map((change) => topLevel(change.property))),
        ],
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
    if (isPreview) return { id: "", outputs: toWire(previewOutputs(handler, undefined, wanted), secrets) };
    return this.keepingPartial(handler, secrets, async () => {
      const { id, outputs } = await this.run(urn, timeoutSeconds, (context) => handler.create(context, wanted));
      this.moved.remember(urn, id);
      return { id, outputs: keptOutputs(handler, id, outputs, secrets) };
    });
  }

  async update(
    urn: string,
    id: string,
    olds: Properties,
    news: Properties,
    { timeoutSeconds, isPreview, ignoreChanges }: UpdateOptions,
  ): Promise<Properties> {
    const handler = handlerOf(urn);
    const secrets = secretPathsOnWire(news);
    const held = fromState(olds);
    const given = keepDerived(handler, held, fromProperties(news), ignoreChanges);
    const { wanted, state } = leaveName(handler, news, { wanted: given, state: held });
    if (isPreview) {
      const shown = { ...given, ...heldName(handler, news, held) };
      return toWire(previewOutputs(handler, state, shown), secrets);
    }
    return this.keepingPartial(handler, secrets, async () => {
      const outputs = await this.run(urn, timeoutSeconds, (context) => handler.update(context, id, state, wanted));
      return keptOutputs(handler, id, outputs, secrets);
    });
  }

  /**
   * Refresh; get, which comes with what the program says of the object as its state; and import, which comes with
   * nothing. The last two may come with a name in place of the id.
   */
  async read(urn: string, id: string, olds: Properties, inputs: Properties | undefined): Promise<State | undefined> {
    const handler = handlerOf(urn);
    const isRefresh = inputs !== undefined && (DECLARED_KEY in olds || !isEqual(olds, inputs));
    const state = isRefresh ? fromState(olds) : {};
    const secrets = [...secretPathsOnWire(olds), ...secretPathsOnWire(inputs)];
    return this.run(urn, undefined, async (context) => {
      const realId = isRefresh || isId(id) ? id : await findByName(context, handler, id);
      const found = realId === undefined ? undefined : await handler.read(context, realId, state);
      if (found === undefined) {
        if (isRefresh) await refuseMoved(handler, context, state);
        if (isRefresh) return undefined;
        throw new CoderError(
          `There is no ${handler.type} "${id}", or the token's user may not see it. ${lookedFor(handler, id, realId)}`,
        );
      }
      if (inputs === undefined)
        return imported(handler, found, await handler.importInputs(context, found.outputs, found.id));
      const drifted = isRefresh ? driftedInputs(state, found.outputs, fromProperties(inputs)) : undefined;
      return {
        id: found.id,
        outputs: toOutputs(handler, found.outputs, secrets),
        inputs: drifted === undefined ? inputs : toWire(drifted, [...secrets, ...handler.secretPaths(found.outputs)]),
      };
    });
  }

  async delete(urn: string, id: string, olds: Properties, timeoutSeconds: number): Promise<void> {
    const handler = handlerOf(urn);
    const state = fromState(olds);
    await this.run(urn, timeoutSeconds, async (context) => {
      if (await this.moved.isHere(handler, context, urn, id, state)) await handler.delete(context, id, state);
    });
  }

  /**
   * A function's answer. What depends on something that is not known yet is unknown as a whole. Failures may name their
   * property: of a function's arguments no host shows the values.
   */
  async invoke(
    token: string,
    args: Properties,
    isPreview: boolean,
  ): Promise<{ outputs: Properties; failures: InputFailure[] }> {
    const definition = functionOf(token);
    if (definition === undefined)
      throw new CoderError(`The provider has no function "${token}".${suggestion(token, functionTokens())}`);
    const given = fromProperties(args);
    const unknown = Object.fromEntries(Object.keys(definition.outputs.shape).map((key) => [key, UNKNOWN]));
    const secrets = definition.secretOutputs.map((key) => [key]);
    try {
      if (isPreview && containsUnknown(given)) {
        const { failures } = checkInputs(definition.inputs, given);
        if (failures.length > 0) throw new InputError(failures);
        return { outputs: toWire(unknown), failures: [] };
      }
      const outputs = await this.run("", undefined, (context) => callFunction(definition, context, given));
      return { outputs: toWire(outputs, secrets), failures: [] };
    } catch (thrown) {
      if (thrown instanceof InputError) return { outputs: {}, failures: [...thrown.failures] };
      if (thrown instanceof UnknownConfiguration && isPreview) return { outputs: toWire(unknown), failures: [] };
      throw thrown;
    }
  }

  private async run<Result>(
    urn: string,
    timeoutSeconds: number | undefined,
    operation: (context: Context) => Promise<Result>,
  ): Promise<Result> {
    return this.options.operations.run(async (signal) => {
      const rootDirectory = this.options.rootDirectory();
      if (containsUnknown(this.settings))
        throw new UnknownConfiguration("The provider's configuration is not known yet.");
      const session = openSession({
        setting: (key) => settingText(this.settings[key]),
        environment: process.env,
        rootDirectory,
      });
      const timeoutMilliseconds =
        timeoutSeconds === undefined || timeoutSeconds === 0 ? undefined : timeoutSeconds * 1000;
      const { ownership, logFor } = this.options;
      return operation(
        contextOf(session, {
          urn,
          ownership: ownership(),
          log: logFor(urn),
          signal,
          rootDirectory,
          timeoutMilliseconds,
        }),
      );
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

/** `urn:pulumi:stack::project::parent$coderd:index:Template::name` → the handler of Template. */
function handlerOf(urn: string): Handler {
  const type = urn.split("::")[2]?.split("$").at(-1)?.split(":").at(-1) ?? "";
  if (Object.hasOwn(handlers, type)) return handlers[type as ResourceType];
  throw new CoderError(`The provider has no resource type "${type}".${suggestion(type, Object.keys(handlers))}`);
}

function lookedFor(handler: Handler, given: string, id: string | undefined): string {
  if (id !== undefined) return `It was looked for by its id${id === given ? "" : `, which is ${id}`}.`;
  if (handler.nameForm === undefined) return "Give its id, a UUID: it has no name.";
  return `It was looked for by name, in the form \`${handler.nameForm}\`. Correct the name, or give its id, a UUID.`;
}

/** Undefined when nothing has the name, or when it is none of the handler's form. */
async function findByName(context: Context, handler: Handler, name: string): Promise<string | undefined> {
  const parts = name.split("/");
  if (parts.length !== handler.nameForm?.split("/").length || parts.includes("")) return undefined;
  return handler.find(context, name);
}
