// What only the plugin host makes of a handler's outputs: the state before an operation, and on an import.
import { DECLARED_KEY, type Handler } from "../../handler";
import { UNKNOWN, type Properties } from "../../values";
import { toOutputs } from "../state";
import { toWire } from "../wire";

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

/** As if a program had declared it so. What `check` derives of the inputs is in the state as well. */
export function imported(handler: Handler, found: { id: string; outputs: Properties }, declared: Properties): State {
  const held = Object.entries(declared).filter(([key]) => Object.hasOwn(handler.outputSchema.shape, key));
  const outputs = { ...found.outputs, ...Object.fromEntries(held), [DECLARED_KEY]: Object.keys(declared).sort() };
  // The engine hands the inputs to `check`, as a program's.
  const inputs = Object.fromEntries(
    Object.entries(declared).filter(([key]) => Object.hasOwn(handler.inputSchema.shape, key)),
  );
  return {
    id: found.id,
    outputs: toOutputs(handler, outputs, []),
    inputs: toWire(inputs, handler.secretPaths(outputs)),
  };
}
