// The dynamic host: what the constant line in a program's state requires. Turns the engine's calls into calls of handlers,
// and holds nothing of a resource's logic.
import { createRequire } from "node:module";
import { createEngineLog, type EngineProtocol } from "./engine-log";
import { CoderError, ConfigurationError, InputError, PartialError, type InputFailure } from "./errors";
import { DECLARED_KEY, type Context, type Handler } from "./handler";
import type { ResourceLog } from "./log";
import { endAtSignals } from "./process-end";
import { handlers, type ResourceType } from "./registry";
import { contextOf, explain, meetServer, openSession, Operations, resourceNameOf } from "./session";
import { withoutValues } from "./validation";
import { isEqual, openProperties, type Properties, topLevel, toProperties, UNKNOWN_MARKER } from "./values";
import { wrapSecrets } from "./wire-secrets";

/** Hidden input that carries the resource's URN: the dynamic host is told none. */
export const URN_KEY = "__urn";
const PROVIDER_KEY = "__provider";

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
  diff(id: string, olds: Properties, news: Properties): Promise<{ changes: boolean; replaces: string[]; deleteBeforeReplace: boolean }>;
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
      `This version of pulumi-coder has no resource type "${type}". Install the version that the stack was last updated with, or a newer one.`,
    );
  }
  let setting: (key: string) => string | undefined = () => undefined;

  const run = async <Result>(properties: Properties, operation: (context: Context) => Promise<Result>): Promise<Result> => {
    const urn = urnOf(properties);
    const rootDirectory = process.cwd();
    return operations.run(async (signal) => {
      const session = openSession({ setting, environment: process.env, rootDirectory });
      return operation(contextOf(session, { urn, log: engineLogFor(urn), signal, rootDirectory }));
    });
  };

  return {
    // Only stores: calls that arrive meanwhile would find a host that is not configured.
    configure(request) {
      setting = (key) => request.config.get(`coder:${key}`);
    },

    async check(olds, news) {
      try {
        return await run(news, async (context) => {
          const previousInputs = Object.keys(olds).length === 0 ? undefined : visible(olds);
          const { inputs, failures, secretPaths } = await handler.check(context, visible(news), previousInputs);
          if (failures.length === 0) await meetServer(context);
          const wrapped = wrapSecrets(toProperties(inputs), secretPaths ?? []);
          return { inputs: { ...wrapped, ...hidden(news) }, failures: withoutValues(failures) };
        });
      } catch (thrown) {
        // As a failure, the engine shows it at the resource and without a stack trace.
        const failures = thrown instanceof InputError ? thrown.failures : [{ property: "", reason: explain(thrown) }];
        return { inputs: news, failures: withoutValues(failures) };
      }
    },

    async diff(id, olds, news) {
      return plainly(news, () =>
        run(news, async (context) => {
          const { changes, deleteBeforeReplace } = await handler.diff(context, id, stateOf(olds), visible(news));
          const replaces = changes.filter((change) => change.kind === "replace").map((change) => topLevel(change.property));
          return { changes: changes.length > 0, replaces: [...new Set(replaces)], deleteBeforeReplace: deleteBeforeReplace ?? false };
        }),
      );
    },

    async create(news) {
      return keepingPartial(news, () =>
        run(news, async (context) => {
          const { id, outputs } = await handler.create(context, visible(news));
          return { id, outs: keptOutputs(handler, id, outputs, news) };
        }),
      );
    },

    async read(id, olds) {
      return withoutProgram(olds, () =>
        run(olds, async (context) => {
          const found = await handler.read(context, id, stateOf(olds));
          if (found === undefined) return {};
          const props = toOutputs(handler, found.outputs, olds);
          const inputs = driftedInputs(stateOf(olds), found.outputs, olds);
          return { id: found.id, props, ...(inputs && { inputs }) };
        }),
      );
    },

    async update(id, olds, news) {
      return keepingPartial(news, () =>
        run(news, async (context) => {
          const outputs = await handler.update(context, id, stateOf(olds), visible(news));
          return { outs: keptOutputs(handler, id, outputs, news) };
        }),
      );
    },

    async delete(id, olds) {
      return withoutProgram(olds, () => run(olds, (context) => handler.delete(context, id, stateOf(olds))));
    },
  };

  /** For what the engine calls without running the program: it then hands on the stack configuration of the last `up`. */
  function withoutProgram<Result>(olds: Properties, operation: () => Promise<Result>): Promise<Result> {
    return plainly(olds, async () => {
      try {
        return await operation();
      } catch (thrown) {
        if (!(thrown instanceof ConfigurationError) || (setting("url") ?? setting("token")) === undefined) throw thrown;
        throw new ConfigurationError(
          `${thrown.message} \`pulumi refresh\` and \`pulumi destroy\` use the stack configuration of the last \`pulumi up\`: ` +
            "if it was changed since, add `--run-program`. Environment variables count as they are now, but only for what the stack does not set.",
          { cause: thrown },
        );
      }
    });
  }

  async function plainly<Result>(properties: Properties, operation: () => Promise<Result>): Promise<Result> {
    try {
      return await operation();
    } catch (thrown) {
      throw shownOnce(explain(thrown), `${type} "${resourceNameOf(urnOf(properties))}"`);
    }
  }

  async function keepingPartial<Result>(news: Properties, operation: () => Promise<Result>): Promise<Result> {
    try {
      return await operation();
    } catch (thrown) {
      const error: Error & { id?: string; properties?: Properties; reasons?: string[] } = new Error(explain(thrown));
      if (thrown instanceof PartialError && handler !== undefined) {
        error.id = thrown.id;
        error.properties = { ...toOutputs(handler, thrown.outputs, news), [PROVIDER_KEY]: news[PROVIDER_KEY] };
        error.reasons = [error.message];
      }
      throw error;
    }
  }
}

let engineLog: ReturnType<typeof createEngineLog> | undefined;

function engineLogFor(urn: string | undefined): ResourceLog {
  // The SDK's own copy of gRPC is the one that this process runs.
  const fromPulumi = createRequire(require.resolve("@pulumi/pulumi/package.json"));
  engineLog ??= createEngineLog(
    {
      grpc: fromPulumi("@grpc/grpc-js") as EngineProtocol["grpc"],
      EngineClient: (fromPulumi("@pulumi/pulumi/proto/engine_grpc_pb") as Pick<EngineProtocol, "EngineClient">).EngineClient,
      messages: fromPulumi("@pulumi/pulumi/proto/engine_pb") as EngineProtocol["messages"],
    },
    process.argv[2],
  );
  return engineLog(urn);
}

const operations = new Operations();

// The engine tells this host of no cancellation; a signal is all there is.
endAtSignals(async () => {
  // Idle, at most the last answer is still on its way: a host that lingers delays every command.
  const turns = operations.isIdle ? IDLE_TURNS : BUSY_TURNS;
  operations.interrupt();
  do {
    await operations.settled();
    await turnLoop(turns);
  } while (!operations.isIdle);
});

/**
 * The engine's own host writes the answers, and its server is out of reach: it gets time, and as many turns of the event loop, for a
 * process that was not scheduled meanwhile has had the time only.
 */
async function turnLoop(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setTimeout(resolve, TURN_MILLISECONDS));
}

/** The engine shows the message at the resource. Its dynamic host prints name and stack besides, which need not say it again. */
function shownOnce(message: string, resource: string): Error {
  const error = new Error(message);
  error.stack = "the error is shown at the resource.";
  error.toString = () => resource;
  return error;
}

function visible(properties: Properties): Properties {
  return openProperties(properties, (key) => !key.startsWith("__"));
}

/** While a parent's URN is not known, nor is the resource's own. */
function urnOf(properties: Properties): string | undefined {
  const urn = properties[URN_KEY];
  return typeof urn === "string" && urn !== UNKNOWN_MARKER ? urn : undefined;
}

/** State with what handlers keep in it for themselves, without what belongs to the host. */
function stateOf(properties: Properties): Properties {
  return openProperties(properties, (key) => key !== PROVIDER_KEY && key !== URN_KEY);
}

function hidden(properties: Properties): Properties {
  return URN_KEY in properties ? { [URN_KEY]: properties[URN_KEY] } : {};
}

/** The object exists: outputs that the engine can't carry are a defect, which must not cost its id. */
function keptOutputs(handler: Handler, id: string, outputs: Properties, carrier: Properties): Properties {
  try {
    return toOutputs(handler, outputs, carrier);
  } catch (thrown) {
    throw new PartialError(id, {}, thrown);
  }
}

function toOutputs(handler: Handler, outputs: Properties, carrier: Properties): Properties {
  return { ...wrapSecrets(toProperties(outputs), handler.secretPaths(outputs)), ...hidden(carrier) };
}

/**
 * After a drift, the inputs as the server now has them: the engine then shows which property `up` will put back.
 * Undefined while nothing that the program declared has changed, which leaves the stored inputs as they are.
 */
function driftedInputs(olds: Properties, outputs: Properties, carrier: Properties): Properties | undefined {
  const declared = Array.isArray(olds[DECLARED_KEY]) ? olds[DECLARED_KEY].map(String) : [];
  if (declared.every((key) => isEqual(olds[key], outputs[key]))) return undefined;
  return { ...toProperties(Object.fromEntries(declared.map((key) => [key, outputs[key]]))), ...hidden(carrier) };
}
