// The dynamic host: turns the engine's calls into calls of handlers, and holds nothing of a resource's logic. It is
// loaded by dynamic-start.ts.
import { createRequire } from "node:module";
import { CoderError, ConfigurationError, PartialError, type InputFailure } from "../errors";
import { CODE_KEY, type Context, type Handler, type Previewed } from "../handler";
import type { ResourceLog } from "../log";
import { handlers, type ResourceType } from "../registry";
import { depthFailures, withoutValues } from "../validation";
import type { Properties } from "../values";
import { createEngineLog, type EngineProtocol } from "./engine-log";
import { Hidden } from "./hidden";
import { IGNORE_CHANGES_KEY, keepDerived, withoutIgnored } from "./ignored-changes";
import { MovedObjects, refuseMoved } from "./moved-server";
import { explain, Operations } from "./operations";
import { endWithParent } from "./parent-end";
import { endAtSignals } from "./process-end";
import { checkResource, failuresOf, noteSources, openContext, ownershipOf, resourceNameOf } from "./session";
import {
  driftedInputs,
  fromFormerInputs,
  fromProperties,
  fromState,
  PROVIDER_KEY,
  stateAfter,
  toOutputs,
  URN_KEY,
} from "./state";
import { toWire, UNKNOWN_MARKER } from "./wire";

/** Hidden input with the program's option `deleteBeforeReplace`, which the engine does not tell this host. */
const DELETE_FIRST_KEY = "__deleteBeforeReplace";

/** Hidden input that tells a preview: the class knows of it, and the engine does not tell this host. */
const PREVIEW_KEY = "__preview";

/** Time for answers to leave: a second after an interrupt, and next to none for a host that was idle. */
const TURN_MILLISECONDS = 20;
const BUSY_TURNS = 50;
const IDLE_TURNS = 3;

interface ConfigureRequest {
  config: { get(key: string): string | undefined };
}

/** The calls that the engine's dynamic host makes. @see @pulumi/pulumi cmd/dynamic-provider */
export interface DynamicProvider {
  configure(request: ConfigureRequest): void;
  check(olds: Properties, news: Properties): Promise<{ inputs: Properties; failures: InputFailure[] }>;
  diff(
    id: string,
    olds: Properties,
    news: Properties,
  ): Promise<{ changes: boolean; replaces: string[]; deleteBeforeReplace: boolean }>;
  create(news: Properties): Promise<{ id: string; outs: Properties }>;
  read(id: string, olds: Properties): Promise<{ id?: string; props?: Properties; inputs?: Properties }>;
  update(id: string, olds: Properties, news: Properties): Promise<{ outs: Properties }>;
  delete(id: string, olds: Properties): Promise<void>;
}

/** The provider of one resource type. */
export function get(type: ResourceType): DynamicProvider {
  const handler: Handler | undefined = Object.hasOwn(handlers, type) ? handlers[type] : undefined;
  if (handler === undefined) {
    throw new CoderError(
      `This version of pulumi-coderd has no resource type "${type}". Install the version that the stack was last ` +
        "updated with, or a newer one.",
    );
  }
  let setting: (key: string) => string | undefined = () => undefined;
  let otherUrl: string | undefined;

  /** `news` are the inputs, or the state where there are none; `olds` is what else the operation knows. */
  const run = async <Result>(
    news: Properties,
    olds: Properties,
    operation: (context: Context, hidden: Hidden) => Promise<Result>,
  ): Promise<Result> => {
    const urn = urnOf(news);
    const hidden = new Hidden(news, olds);
    hidden.addAt(olds, handler.secretPaths(olds));
    return hidden.failing(() =>
      operations.run(async (signal) =>
        operation(
          openContext({
            setting,
            otherUrl,
            rootDirectory: process.cwd(),
            urn,
            ownership: ownershipOf(process.argv[2]),
            deletesBeforeReplace: news[DELETE_FIRST_KEY] === true,
            log: engineLogFor(urn),
            hidden,
            // The engine opens secrets for this host.
            hide: hidden.serverText,
            signal,
          }),
          hidden,
        ),
      ),
    );
  };

  return {
    // Only stores the settings, at once: other calls may arrive before this one has its answer.
    configure(request) {
      setting = (key) => request.config.get(`coderd:${key}`);
      otherUrl = request.config.get("coder:url");
    },

    async check(olds, news) {
      const tooDeep = depthFailures(news);
      if (tooDeep.length > 0) return { inputs: inputsOfClass(news), failures: withoutValues(tooDeep) };
      noteSources(urnOf(news), news);
      try {
        return await run(news, olds, async (context, hidden) => {
          const checked = await checkResource(handler, context, fromFormerInputs(olds), fromProperties(news));
          hidden.addAt(news, checked.secretPaths ?? []);
          const found =
            news[PREVIEW_KEY] === true && checked.failures.length === 0
              ? await previewed(handler, context, [olds, news], checked.inputs)
              : undefined;
          const inputs = toWire({ ...checked.inputs, ...found?.inputs }, checked.secretPaths);
          return {
            inputs: { ...inputs, ...inputsOfClass(news, [URN_KEY, IGNORE_CHANGES_KEY]) },
            failures: withoutValues(hidden.failures(checked.failures)),
          };
        });
      } catch (thrown) {
        return { inputs: news, failures: withoutValues(failuresOf(thrown)) };
      }
    },

    async diff(id, olds, news) {
      return withShownError(news, () =>
        run(news, olds, async (context) => {
          const state = fromState(olds);
          if (await moved.isToMove(handler, context, id, state)) {
            return { changes: true, replaces: ["url"], deleteBeforeReplace: false };
          }
          const wanted = keepDerived(handler, state, fromProperties(news), ignoredOf(news));
          const result = await handler.diff(context, id, state, wanted);
          const { changes, replaces } = withoutIgnored(result.changes, ignoredOf(news));
          await handler.explain(context, { id, outputs: state }, wanted, { ...result, changes });
          return { changes: changes.length > 0, replaces, deleteBeforeReplace: result.deleteBeforeReplace ?? false };
        }),
      );
    },

    async create(news) {
      return keepingPartial(news, async () => {
        const { id, outputs } = await stateAfter(handler, {}, () =>
          run(news, {}, (context) => moved.create(handler, context, fromProperties(news))),
        );
        return { id, outs: { ...outputs, ...inputsOfClass(news) } };
      });
    },

    async read(id, olds) {
      return withoutProgram(olds, () =>
        run(olds, olds, async (context) => {
          const state = fromState(olds);
          const found = await handler.read(context, id, state);
          if (found === undefined) {
            await refuseMoved(handler, context, state);
            return {};
          }
          const props = { ...toOutputs(handler, found.outputs), ...inputsOfClass(olds) };
          const inputs = driftedInputs(handler, { state, outputs: found.outputs });
          return { id: found.id, props, ...(inputs && { inputs: { ...inputs, ...inputsOfClass(olds) } }) };
        }),
      );
    },

    async update(id, olds, news) {
      return keepingPartial(news, async () => {
        const state = fromState(olds);
        const wanted = keepDerived(handler, state, fromProperties(news), ignoredOf(news));
        const { outputs } = await stateAfter(handler, { before: olds }, () =>
          run(news, olds, async (context) => ({ id, outputs: await handler.update(context, id, state, wanted) })),
        );
        return { outs: { ...outputs, ...inputsOfClass(news) } };
      });
    },

    async delete(id, olds) {
      return withoutProgram(olds, () =>
        run(olds, olds, (context) => moved.delete(handler, context, id, fromState(olds))),
      );
    },
  };

  /** For calls that come without a run of the program: the engine then hands on the configuration of the last `up`. */
  function withoutProgram<Result>(olds: Properties, operation: () => Promise<Result>): Promise<Result> {
    return withShownError(olds, async () => {
      try {
        return await operation();
      } catch (thrown) {
        if (!(thrown instanceof ConfigurationError) || (setting("url") ?? setting("token")) === undefined) throw thrown;
        throw new ConfigurationError(
          `${thrown.message} \`pulumi refresh\` and \`pulumi destroy\` use the stack configuration of the last ` +
            `\`pulumi up\`: ` +
            "if it was changed since, add `--run-program`. Environment variables count as they are now, but only " +
            "for what the stack does not set.",
          { cause: thrown },
        );
      }
    });
  }

  async function withShownError<Result>(properties: Properties, operation: () => Promise<Result>): Promise<Result> {
    try {
      return await operation();
    } catch (thrown) {
      throw shownOnce(explain(thrown), `${type} "${resourceNameOf(urnOf(properties))}"`);
    }
  }

  /** An error with these properties tells Pulumi's own code that the object exists and is not finished. */
  async function keepingPartial<Result>(news: Properties, operation: () => Promise<Result>): Promise<Result> {
    try {
      return await operation();
    } catch (thrown) {
      const error: Error & { id?: string; properties?: Properties; reasons?: string[] } = new Error(explain(thrown));
      if (thrown instanceof PartialError) {
        error.id = thrown.id;
        error.properties = { ...thrown.outputs, ...inputsOfClass(news), [PROVIDER_KEY]: news[PROVIDER_KEY] };
        error.reasons = [error.message];
      }
      throw error;
    }
  }
}

/** The engine previews no creation and no update on this host: the check does it, one resource after the other. */
function previewed(
  handler: Handler,
  context: Context,
  [olds, news]: readonly [Properties, Properties],
  checked: Properties,
): Promise<Previewed> {
  const known = fromFormerInputs(olds);
  const inputs = { ...keepDerived(handler, known, checked, ignoredOf(news)) };
  delete inputs[CODE_KEY];
  const previous = Object.keys(known).length === 0 ? undefined : { id: undefined, known };
  return handler.preview(context, previous, inputs);
}

let engineLog: ReturnType<typeof createEngineLog> | undefined;

function engineLogFor(urn: string | undefined): ResourceLog {
  // The SDK's own copy of gRPC is the one that this process runs.
  const fromPulumi = createRequire(require.resolve("@pulumi/pulumi/package.json"));
  engineLog ??= createEngineLog(
    {
      grpc: fromPulumi("@grpc/grpc-js") as EngineProtocol["grpc"],
      EngineClient: (fromPulumi("@pulumi/pulumi/proto/engine_grpc_pb") as Pick<EngineProtocol, "EngineClient">)
        .EngineClient,
      messages: fromPulumi("@pulumi/pulumi/proto/engine_pb") as EngineProtocol["messages"],
    },
    process.argv[2],
  );
  return engineLog(urn);
}

const operations = new Operations();
const moved = new MovedObjects();

// The engine does not tell this host that the user has cancelled: there is only the signal.
endAtSignals(async (signal) => {
  if (operations.isIdle) ownershipOf(process.argv[2]).endOfRun(signal);
  // When idle, at most the last answer is on its way. A host that stays longer delays every command.
  const turns = operations.isIdle ? IDLE_TURNS : BUSY_TURNS;
  operations.interrupt();
  do {
    await operations.settled();
    await turnLoop(turns);
  } while (!operations.isIdle);
});

// Loaded with its first resource: an engine that is gone by then has called it.
endWithParent(process.argv[2], () => process.exit(1), { isBehindShell: true });

/**
 * Lets the answers leave. Pulumi's own code writes them, and does not say when it has. Time alone is not enough: a
 * process that did not run meanwhile has written nothing. So this waits in turns of the event loop.
 */
async function turnLoop(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setTimeout(resolve, TURN_MILLISECONDS));
}

/**
 * The engine shows the message at the resource. Its dynamic host prints name and stack as well: these do not repeat it.
 */
function shownOnce(message: string, resource: string): Error {
  const error = new Error(message);
  error.stack = "the error is shown at the resource.";
  error.toString = () => resource;
  return error;
}

/** Undefined as long as a parent's URN, and so the resource's own, is not known. */
function urnOf(properties: Properties): string | undefined {
  const urn = properties[URN_KEY];
  return typeof urn === "string" && urn !== UNKNOWN_MARKER ? urn : undefined;
}

/** The inputs that the resource's class adds, to tell this host more. The state keeps only the URN. */
function inputsOfClass(properties: Properties, keys: readonly string[] = [URN_KEY]): Properties {
  return Object.fromEntries(keys.flatMap((key) => (key in properties ? [[key, properties[key]]] : [])));
}

function ignoredOf(news: Properties): string[] {
  const paths = news[IGNORE_CHANGES_KEY];
  return Array.isArray(paths) ? paths.map(String) : [];
}
