// What the plugin host makes of a handler's outputs: the state, before and after an operation, after a refresh and on an import.
import { PartialError } from "./errors";
import { DECLARED_KEY, type Handler } from "./handler";
import { isEqual, openProperties, toProperties, UNKNOWN, type Properties } from "./values";
import { wrapSecrets, type PropertyPath } from "./wire-secrets";

export interface State {
  id: string;
  outputs: Properties;
  inputs?: Properties;
}

/** What is known before the operation: what is declared, and of an existing object what no update changes. */
export function previewOutputs(handler: Handler, state: Properties | undefined, wanted: Properties): Properties {
  const outputs: Properties = {};
  for (const key of Object.keys(handler.outputSchema.shape)) {
    if (wanted[key] !== undefined) outputs[key] = wanted[key];
    else if (state !== undefined && handler.stableOutputs.includes(key)) outputs[key] = state[key];
    else outputs[key] = UNKNOWN;
  }
  return outputs;
}

export function driftedInputs(inputs: Properties, state: Properties, outputs: Properties): Properties | undefined {
  const declared = Array.isArray(state[DECLARED_KEY]) ? state[DECLARED_KEY].map(String) : [];
  const drifted = declared.filter((key) => !isEqual(state[key], outputs[key]));
  if (drifted.length === 0) return undefined;
  return { ...inputs, ...Object.fromEntries(drifted.map((key) => [key, outputs[key]])) };
}

/** As if a program had declared it so. What `check` derives of the inputs is in the state as well. */
export function imported(handler: Handler, found: { id: string; outputs: Properties }, declared: Properties): State {
  const held = Object.entries(declared).filter(([key]) => Object.hasOwn(handler.outputSchema.shape, key));
  const outputs = { ...found.outputs, ...Object.fromEntries(held), [DECLARED_KEY]: Object.keys(declared).sort() };
  // The engine hands the inputs to `check`, as a program's.
  const inputs = Object.fromEntries(Object.entries(declared).filter(([key]) => Object.hasOwn(handler.inputSchema.shape, key)));
  return {
    id: found.id,
    outputs: toOutputs(handler, outputs, []),
    inputs: wrapSecrets(toProperties(inputs), handler.secretPaths(outputs)),
  };
}

/** The object exists: outputs that the engine can't carry are a defect, which must not cost its id. */
export function keptOutputs(handler: Handler, id: string, outputs: Properties, secrets: readonly PropertyPath[]): Properties {
  try {
    return toOutputs(handler, outputs, secrets);
  } catch (thrown) {
    throw new PartialError(id, {}, thrown);
  }
}

export function toOutputs(handler: Handler, outputs: Properties, secrets: readonly PropertyPath[]): Properties {
  return wrapSecrets(toProperties(outputs), [...secrets, ...handler.secretPaths(outputs)]);
}

/** Keys of hosts and language SDKs are not inputs. */
export function fromProperties(properties: Properties): Properties {
  return openProperties(properties, (key) => !key.startsWith("__"));
}

/** Outputs with what handlers keep in them; a state that the dynamic host made also holds keys of that host. */
export function fromState(properties: Properties): Properties {
  return openProperties(properties, (key) => key !== "__provider" && key !== "__urn");
}
