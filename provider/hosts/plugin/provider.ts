// The provider behind the plugin host, on plain wire values: secrets are envelopes and unknowns are markers, on both
// sides. Holds nothing of a resource's logic, and nothing of gRPC.
import { CoderError, InputError, type InputFailure } from "../../errors";
import { DECLARED_KEY, type CheckResult, type Context, type Handler, type PreviewedState } from "../../handler";
import type { ResourceLog } from "../../log";
import type { Ownership } from "../../ownership/ownership";
import { handlers, type ResourceType } from "../../registry";
import { checkInputs, defaultsOf, depthFailures, suggestion, withoutValues } from "../../validation";
import { containsUnknown, isEqual, isId, UNKNOWN, type Properties } from "../../values";
import { Hidden } from "../hidden";
import { keepDerived, withoutIgnored } from "../ignored-changes";
import type * as functionCalls from "../invoke";
import { MovedObjects, refuseMoved } from "../moved-server";
import { areOtherServers } from "../other-server";
import type { Operations } from "../operations";
import { checkResource, failuresOf, noteSources, openContext } from "../session";
import {
  driftedInputs,
  fromFormerInputs,
  fromProperties,
  fromState,
  stateAfter,
  toOutputs,
  type State,
} from "../state";
import { secretPathsOnWire, toWire } from "../wire";
import { AUTONAMED_KEY, autoname, heldName, leaveName, type Autonaming } from "./autonaming";
import { changedPaths, type DetailedChange } from "./difference";
import { changedSettings, checkSettings, settingText } from "./settings";
import { imported, previewOutputs, type StateWithInputs } from "./state";

interface PluginProviderOptions {
  operations: Operations;
  ownership: () => Ownership;
  logFor: (urn: string) => ResourceLog;
  /** Relative paths in inputs start here. */
  rootDirectory: string;
}

interface DiffRequest {
  id: string;
  oldInputs: Properties;
  oldOutputs: Properties;
  news: Properties;
  ignoreChanges: readonly string[];
}

interface UpdateRequest {
  id: string;
  olds: Properties;
  news: Properties;
  timeoutSeconds: number;
  isPreview: boolean;
  ignoreChanges: readonly string[];
}

interface PreviewRequest {
  previous: PreviewedState<Properties> | undefined;
  wanted: Properties;
  /** Outputs without what the handler finds out. */
  shown: Properties;
  /** The inputs, and what else the operation knows. */
  onWire: readonly [Properties, ...Properties[]];
  timeoutSeconds: number;
}

export interface DiffAnswer {
  changes: Map<string, DetailedChange>;
  replaces: string[];
  stables: string[];
  deleteBeforeReplace: boolean;
  /** The provider's own configuration is not known yet, so nothing can be said. */
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
   * An address replaces all resources only if it is known to lead to another server. Else each resource finds out by
   * its id.
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
    const tooDeep = depthFailures(news);
    if (tooDeep.length > 0) return { inputs: {}, failures: withoutValues(tooDeep) };
    noteSources(urn, news);
    const previous = fromFormerInputs(olds);
    const named = autoname(handler, fromProperties(news), previous, autonaming);
    const {
      inputs,
      failures,
      secretPaths = [],
    } = named.failures.length > 0 ? named : await this.checkNamed(urn, handler, [olds, news], [previous, named.inputs]);
    const kept = named.isProposed ? { [AUTONAMED_KEY]: true } : {};
    const wrapped = toWire({ ...inputs, ...kept }, [...secretPathsOnWire(news), ...secretPaths]);
    const hidden = new Hidden(olds, news);
    hidden.addAt(news, secretPaths);
    return { inputs: wrapped, failures: withoutValues(hidden.failures(failures)) };
  }

  private async checkNamed(
    urn: string,
    handler: Handler,
    onWire: readonly Properties[],
    [previous, news]: readonly [Properties, Properties],
  ): Promise<CheckResult> {
    try {
      return await this.run(urn, undefined, onWire, (context) => checkResource(handler, context, previous, news));
    } catch (thrown) {
      if (thrown instanceof UnknownConfiguration) return checkInputs(handler.inputSchema, news);
      return { inputs: news, failures: [...failuresOf(thrown)] };
    }
  }

  async diff(urn: string, { id, oldInputs, oldOutputs, news, ignoreChanges }: DiffRequest): Promise<DiffAnswer> {
    const handler = handlerOf(urn);
    const held = fromState(oldOutputs);
    // After an import, a refresh asks about inputs that no check has seen.
    const given = { ...defaultsOf(handler.inputSchema), ...fromProperties(news) };
    const { wanted, state } = leaveName(handler, news, {
      wanted: keepDerived(handler, held, given, ignoreChanges),
      state: held,
    });
    try {
      const result = await this.run(urn, undefined, [oldInputs, oldOutputs, news], async (context) => {
        if (await this.moved.isToMove(handler, context, id, state)) return undefined;
        const found = await handler.diff(context, id, state, wanted);
        const counted = { ...found, ...withoutIgnored(found.changes, ignoreChanges) };
        await handler.explain(context, { id, outputs: state }, wanted, counted);
        return counted;
      });
      if (result === undefined) return MOVES;
      const { changes, replaces } = result;
      return {
        changes: changedPaths(changes, {
          oldInputs: fromProperties(oldInputs),
          oldOutputs: state,
          news: wanted,
          derivedInputs: handler.derivedInputs,
        }),
        replaces,
        stables: [...handler.stableOutputs(state, wanted)],
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
    if (isPreview) {
      const shown = previewOutputs(handler, undefined, wanted);
      return this.previewed(handler, urn, { previous: undefined, wanted, shown, onWire: [news], timeoutSeconds });
    }
    return stateAfter(handler, { secrets }, () =>
      this.run(urn, timeoutSeconds, [news], (context) => this.moved.create(handler, context, wanted)),
    );
  }

  async update(
    urn: string,
    { id, olds, news, timeoutSeconds, isPreview, ignoreChanges }: UpdateRequest,
  ): Promise<Properties> {
    const handler = handlerOf(urn);
    const secrets = secretPathsOnWire(news);
    const held = fromState(olds);
    const given = keepDerived(handler, held, fromProperties(news), ignoreChanges);
    const { wanted, state } = leaveName(handler, news, { wanted: given, state: held });
    if (isPreview) {
      const shown = { ...given, ...heldName(handler, news, held) };
      const { outputs } = await this.previewed(handler, urn, {
        previous: { id, known: state },
        wanted,
        shown: previewOutputs(handler, state, shown),
        onWire: [news, olds],
        timeoutSeconds,
      });
      return outputs;
    }
    const { outputs } = await stateAfter(handler, { secrets, before: olds }, () =>
      this.run(urn, timeoutSeconds, [olds, news], async (context) => ({
        id,
        outputs: await handler.update(context, id, state, wanted),
      })),
    );
    return outputs;
  }

  /** What a preview shows of a creation or an update, with what the handler finds out for it. */
  private async previewed(handler: Handler, urn: string, asked: PreviewRequest): Promise<State> {
    const { previous, wanted, shown, onWire, timeoutSeconds } = asked;
    const secrets = secretPathsOnWire(onWire[0]);
    try {
      const found = await this.run(urn, timeoutSeconds, onWire, (context) =>
        handler.preview(context, previous, wanted),
      );
      const paths = [...secrets, ...handler.secretPaths(found.outputs)];
      return { id: found.id ?? "", outputs: toWire({ ...shown, ...found.outputs }, paths) };
    } catch (thrown) {
      if (!(thrown instanceof UnknownConfiguration)) throw thrown;
      return { id: "", outputs: toWire(shown, secrets) };
    }
  }

  /**
   * A refresh; a `get`, whose state is what the program says of the object; or an import, which has no state. The last
   * two may have a name in place of the id.
   */
  async read(
    urn: string,
    id: string,
    olds: Properties,
    inputs: Properties | undefined,
  ): Promise<StateWithInputs | undefined> {
    const handler = handlerOf(urn);
    const isRefresh = inputs !== undefined && (DECLARED_KEY in olds || !isEqual(olds, inputs));
    const state = isRefresh ? fromState(olds) : {};
    const secrets = [...secretPathsOnWire(olds), ...secretPathsOnWire(inputs)];
    return this.run(urn, undefined, [olds, inputs ?? {}], async (context) => {
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
      const { id: foundId, outputs } = found;
      const drifted = isRefresh
        ? driftedInputs(handler, { state, outputs, inputs: fromProperties(inputs) }, secrets)
        : undefined;
      return { id: foundId, outputs: toOutputs(handler, outputs, secrets), inputs: drifted ?? inputs };
    });
  }

  async delete(urn: string, id: string, olds: Properties, timeoutSeconds: number): Promise<void> {
    const handler = handlerOf(urn);
    const state = fromState(olds);
    await this.run(urn, timeoutSeconds, [olds], (context) => this.moved.delete(handler, context, id, state));
  }

  /**
   * A function's answer, unknown as a whole if it depends on something unknown. Failures may name their property: the
   * engine does not show the values of arguments.
   */
  async invoke(
    token: string,
    args: Properties,
    isPreview: boolean,
  ): Promise<{ outputs: Properties; failures: InputFailure[] }> {
    // With all functions, which most programs do not call.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { callFunction, functionOf, functionTokens } = require("../invoke") as typeof functionCalls;
    const definition = functionOf(token);
    if (definition === undefined)
      throw new CoderError(`The provider has no function "${token}".${suggestion(token, functionTokens())}`);
    const tooDeep = depthFailures(args);
    if (tooDeep.length > 0) return { outputs: {}, failures: tooDeep };
    const given = fromProperties(args);
    const unknown = Object.fromEntries(Object.keys(definition.outputs.shape).map((key) => [key, UNKNOWN]));
    const secrets = definition.secretOutputs.map((key) => [key]);
    try {
      if (isPreview && containsUnknown(given)) {
        const { failures } = checkInputs(definition.inputs, given);
        if (failures.length > 0) throw new InputError(failures);
        return { outputs: toWire(unknown), failures: [] };
      }
      const outputs = await this.run("", undefined, [args], (context) => callFunction(definition, context, given));
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
    onWire: readonly Properties[],
    operation: (context: Context) => Promise<Result>,
  ): Promise<Result> {
    const hidden = new Hidden(...onWire);
    return hidden.failing(() =>
      this.options.operations.run(async (signal) => {
        if (containsUnknown(this.settings))
          throw new UnknownConfiguration("The provider's configuration is not known yet.");
        const { ownership, logFor, rootDirectory } = this.options;
        return operation(
          openContext({
            setting: (key) => settingText(this.settings[key]),
            rootDirectory,
            urn,
            ownership: ownership(),
            log: logFor(urn),
            hidden,
            signal,
            timeoutMilliseconds:
              timeoutSeconds === undefined || timeoutSeconds === 0 ? undefined : timeoutSeconds * 1000,
          }),
        );
      }),
    );
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

/** Undefined when nothing has the name, or the name is not in the handler's form. */
async function findByName(context: Context, handler: Handler, name: string): Promise<string | undefined> {
  const parts = name.split("/");
  if (parts.length !== handler.nameForm?.split("/").length || parts.includes("")) return undefined;
  return handler.find(context, name);
}
