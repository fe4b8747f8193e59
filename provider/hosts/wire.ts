// Secrets on the wire: where they are in what came in, and how to mark the same places in what goes out.
import { isProperties, isSecretOnWire, secretOnWire, type Properties } from "../values";

/** Keys of maps only: a list is secret as a whole. */
export type PropertyPath = readonly string[];

/**
 * Paths of all secret envelopes, outermost first; what is inside one is secret as a whole. So is a list with a secret
 * anywhere in it, as the engine has it too: by the time it is written back, its entries may have moved.
 */
export function secretPathsOnWire(value: unknown, path: PropertyPath = []): PropertyPath[] {
  if (isSecretOnWire(value)) return [path];
  if (Array.isArray(value)) return value.some((entry) => secretPathsOnWire(entry).length > 0) ? [path] : [];
  if (!isProperties(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) => secretPathsOnWire(entry, [...path, key]));
}

/** The same properties with an envelope around the value at each path that exists. */
export function wrapSecrets(properties: Properties, paths: readonly PropertyPath[]): Properties {
  return paths.reduce<Properties>((wrapped, path) => wrapAt(wrapped, path) as Properties, properties);
}

function wrapAt(value: unknown, path: PropertyPath): unknown {
  if (value === undefined || isSecretOnWire(value)) return value;
  const [key, ...rest] = path;
  if (key === undefined) return secretOnWire(value);
  // What was a map has become something else: the whole is kept secret.
  if (!isProperties(value)) return secretOnWire(value);
  return key in value ? { ...value, [key]: wrapAt(value[key], rest) } : value;
}
