// Secrets on the wire: where they are in what came in, and how to mark the same places in what goes out.
import { isProperties, isSecretOnWire, secretOnWire, type Properties } from "./values";

export type PropertyPath = readonly (string | number)[];

/** Paths of all secret envelopes, outermost first; what is inside one is secret as a whole. */
export function secretPathsOnWire(value: unknown, path: PropertyPath = []): PropertyPath[] {
  if (isSecretOnWire(value)) return [path];
  if (Array.isArray(value)) return value.flatMap((entry, index) => secretPathsOnWire(entry, [...path, index]));
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
  if (Array.isArray(value) && typeof key === "number") {
    return value.map((entry, index) => (index === key ? wrapAt(entry, rest) : (entry as unknown)));
  }
  // A list that has become a map, or the other way round: the whole is kept secret.
  if (!isProperties(value)) return secretOnWire(value);
  return String(key) in value ? { ...value, [key]: wrapAt(value[key], rest) } : value;
}
