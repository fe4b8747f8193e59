// States that only the plugin makes: what a preview shows, and what an import finds.
import { DECLARED_KEY, type Handler } from "../../handler";
import { UNKNOWN, type Properties } from "../../values";
import { toOutputs, type State } from "../state";
import { toWire } from "../wire";

export interface StateWithInputs extends State {
  inputs: Properties;
}

/** At a preview, known outputs are what the program declares, and what this update leaves as it is. */
export function previewOutputs(handler: Handler, state: Properties | undefined, wanted: Properties): Properties {
  const outputs: Properties = {};
  const stable = state === undefined ? [] : handler.stableOutputs(state, wanted);
  for (const key of Object.keys(handler.outputSchema.shape)) {
    if (wanted[key] !== undefined) outputs[key] = wanted[key];
    else if (stable.includes(key)) outputs[key] = state?.[key];
    else outputs[key] = UNKNOWN;
  }
  return outputs;
}

/** The state as if a program had declared the object so; with what `check` derives from its inputs. */
export function imported(handler: Handler, found: State, declared: Properties): StateWithInputs {
  const held = Object.entries(declared).filter(([key]) => Object.hasOwn(handler.outputSchema.shape, key));
  const outputs = { ...found.outputs, ...Object.fromEntries(held), [DECLARED_KEY]: Object.keys(declared).sort() };
  // The engine hands the inputs to `check`, as a program's.
  const inputs = Object.fromEntries(
    Object.entries(declared).filter(([key]) => Object.hasOwn(handler.inputSchema.shape, key)),
  );
  return {
    id: found.id,
    outputs: toOutputs(handler, outputs),
    inputs: toWire(inputs, handler.secretPaths(outputs)),
  };
}
