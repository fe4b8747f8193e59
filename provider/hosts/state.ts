// What both hosts make of a handler's outputs: the state on the wire, and the inputs that a drift leaves.
import { PartialError } from "../errors";
import { DECLARED_KEY, type Handler } from "../handler";
import { isEqual, type Properties } from "../values";
import { fromWire, toWire, type PropertyPath } from "./wire";

/** Hidden input of a dynamic resource: the text that gets its provider. */
export const PROVIDER_KEY = "__provider";
/** Hidden input that carries the resource's URN: the dynamic host is told none. */
export const URN_KEY = "__urn";

/**
 * State with what handlers keep in it for themselves, without what belongs to a host; the dynamic host may have made
 * what the plugin has.
 */
export function fromState(properties: Properties): Properties {
  return openProperties(properties, (key) => key !== PROVIDER_KEY && key !== URN_KEY);
}

/** Keys of hosts and language SDKs are not inputs. */
export function fromProperties(properties: Properties): Properties {
  return openProperties(properties, (key) => !key.startsWith("__"));
}

export function toOutputs(handler: Handler, outputs: Properties, secrets: readonly PropertyPath[]): Properties {
  return toWire(outputs, [...secrets, ...handler.secretPaths(outputs)]);
}

/** The object exists: outputs that the engine can't carry are a defect, which must not cost its id. */
export function keptOutputs(
  handler: Handler,
  id: string,
  outputs: Properties,
  secrets: readonly PropertyPath[],
): Properties {
  try {
    return toOutputs(handler, outputs, secrets);
  } catch (thrown) {
    throw new PartialError(id, {}, thrown);
  }
}

/** The inputs that the program had declared, as far as the state tells. */
export function declaredOf(state: Properties): string[] {
  return Array.isArray(state[DECLARED_KEY]) ? state[DECLARED_KEY].map(String) : [];
}

/**
 * After a drift, the inputs as the server now has them: the engine then shows which property `up` will put back.
 * Undefined while nothing that the program declared has changed, which leaves the stored inputs as they are.
 */
export function driftedInputs(state: Properties, outputs: Properties, inputs?: Properties): Properties | undefined {
  const declared = declaredOf(state);
  const drifted = declared.filter((key) => !isEqual(state[key], outputs[key]));
  if (drifted.length === 0) return undefined;
  // The dynamic host is told no inputs: there all of them are taken from the outputs.
  const taken = inputs === undefined ? declared : drifted;
  return { ...inputs, ...Object.fromEntries(taken.map((key) => [key, outputs[key]])) };
}

function openProperties(properties: Properties, isKept: (key: string) => boolean): Properties {
  const entries = Object.entries(properties).filter(([key]) => isKept(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, fromWire(value)]));
}
