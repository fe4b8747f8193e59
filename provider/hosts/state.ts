// What both hosts make of a handler's outputs for the engine, and back: states, and the inputs after a refresh.
import { PartialError } from "../errors";
import { CODE_KEY, declaredOf, type Handler } from "../handler";
import { isEqual, type Properties } from "../values";
import { fromWire, toWire, type PropertyPath } from "./wire";

/** Hidden input of a dynamic resource: the text that gets its provider. */
export const PROVIDER_KEY = "__provider";
/** Hidden input that carries the resource's URN, which the engine does not tell the dynamic host. */
export const URN_KEY = "__urn";

/** A resource as the engine keeps it, on the wire. */
export interface State {
  id: string;
  outputs: Properties;
}

/**
 * Engine → handler: a state without the keys of the dynamic host, which may have made a state that the plugin now has.
 * The keys that handlers keep there for themselves stay.
 */
export function fromState(properties: Properties): Properties {
  return openProperties(properties, (key) => key !== PROVIDER_KEY && key !== URN_KEY);
}

/** Engine → handler: inputs without the keys of hosts and language SDKs. */
export function fromProperties(properties: Properties): Properties {
  return openProperties(properties, (key) => !key.startsWith("__"));
}

/** Engine → check: the former inputs, with what the former check left for this one. */
export function fromFormerInputs(properties: Properties): Properties {
  return openProperties(properties, (key) => !key.startsWith("__") || key === CODE_KEY);
}

/** Handler → engine: outputs with their secrets, those of the program and those of the handler. */
export function toOutputs(handler: Handler, outputs: Properties, secrets: readonly PropertyPath[] = []): Properties {
  return toWire(outputs, [...secrets, ...handler.secretPaths(outputs)]);
}

/**
 * The state after a create or an update. Where that fails and the object exists, the error has its id and its outputs
 * on the wire. Outputs that the engine can't carry are a defect, which must not cost the id: the state stays as it was.
 *
 * @param before the state before an update, on the wire
 */
export async function stateAfter(
  handler: Handler,
  { secrets = [], before = {} }: { secrets?: readonly PropertyPath[]; before?: Properties },
  operation: () => Promise<State>,
): Promise<State> {
  try {
    const { id, outputs } = await operation();
    try {
      return { id, outputs: toOutputs(handler, outputs, secrets) };
    } catch (thrown) {
      throw new PartialError(id, outputs, thrown);
    }
  } catch (thrown) {
    if (!(thrown instanceof PartialError)) throw thrown;
    const { id, outputs, cause } = thrown;
    throw new PartialError(
      id,
      carried(() => toOutputs(handler, outputs, secrets), before),
      cause,
    );
  }
}

function carried(outputs: () => Properties, before: Properties): Properties {
  try {
    return outputs();
  } catch {
    return before;
  }
}

/**
 * The inputs after a refresh that found a drift, with the values that the server now has: the engine then shows which
 * property `up` will put back. Undefined while nothing that the program declared has changed: the stored inputs stay.
 */
export function driftedInputs(
  handler: Handler,
  found: { state: Properties; outputs: Properties; inputs?: Properties },
  secrets: readonly PropertyPath[] = [],
): Properties | undefined {
  const { state, outputs, inputs } = found;
  const declared = declaredOf(state);
  const drifted = declared.filter((key) => !isEqual(state[key], outputs[key]));
  if (drifted.length === 0) return undefined;
  // The engine tells the dynamic host no inputs: there all of them are taken from the outputs.
  const taken = inputs === undefined ? declared : drifted;
  const current = { ...inputs, ...Object.fromEntries(taken.map((key) => [key, outputs[key]])) };
  return toWire(current, [...secrets, ...handler.secretPaths(outputs)]);
}

function openProperties(properties: Properties, isKept: (key: string) => boolean): Properties {
  const entries = Object.entries(properties).filter(([key]) => isKept(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, fromWire(value)]));
}
