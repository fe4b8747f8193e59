// Values as the engine writes them: a marker stands for an unknown value, an envelope holds a secret. Only here.
import { isProperties, UNKNOWN, type Properties } from "../values";

/** The engine's marker for an unknown value. @see @pulumi/pulumi runtime/rpc.ts unknownValue */
export const UNKNOWN_MARKER = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * The engine's envelope for a secret.
 * @see @pulumi/pulumi runtime/rpc.ts specialSigKey, specialSecretSig
 */
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** Keys of maps only: a list is secret as a whole. */
export type PropertyPath = readonly string[];

/** Engine → handler: markers become UNKNOWN, envelopes are opened. */
export function fromWire(value: unknown): unknown {
  if (value === UNKNOWN_MARKER) return UNKNOWN;
  if (Array.isArray(value)) return value.map(fromWire);
  if (!isProperties(value)) return value;
  if (isSecretOnWire(value)) return fromWire(value["value"]);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fromWire(entry)]));
}

/**
 * Handler → engine: UNKNOWN becomes the marker, undefined disappears, and the value at each of the paths that exists
 * gets an envelope. Throws for what the engine can't carry.
 */
export function toWire(properties: Properties, secrets: readonly PropertyPath[] = []): Properties {
  return secrets.reduce<Properties>(
    (wrapped, path) => wrapAt(wrapped, path) as Properties,
    plainObject(properties, ""),
  );
}

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

/** The envelope around a secret. */
export function secretOnWire(value: unknown): Properties {
  return { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}

export function isSecretOnWire(value: unknown): value is Properties {
  return isProperties(value) && value[SIGNATURE_KEY] === SECRET_SIGNATURE;
}

function plain(value: unknown, path: string): unknown {
  if (value === UNKNOWN) return UNKNOWN_MARKER;
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value))
    return value.map((entry, index) => plain(entry === undefined ? null : entry, `${path}[${index}]`));
  if (isProperties(value)) return plainObject(value, path);
  throw new TypeError(`The value at "${path}" is a ${typeof value}, which the engine can't carry.`);
}

function plainObject(properties: Properties, path: string): Properties {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([, entry]) => entry !== undefined)
      .map(([key, entry]) => [key, plain(entry, path === "" ? key : `${path}.${key}`)]),
  );
}

function wrapAt(value: unknown, path: PropertyPath): unknown {
  if (value === undefined || isSecretOnWire(value)) return value;
  const [key, ...rest] = path;
  // What was a map has become something else: the whole is kept secret.
  if (key === undefined || !isProperties(value)) return secretOnWire(value);
  return key in value ? { ...value, [key]: wrapAt(value[key], rest) } : value;
}
