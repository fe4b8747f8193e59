// Values as handlers see them: unknown at preview is a value of its own, apart from absent, empty and null.

/** Stands where the engine knows at preview only that there will be a value. */
export const UNKNOWN = Symbol("unknown");

/** The engine's marker for an unknown value on the wire. @see @pulumi/pulumi runtime/rpc.ts unknownValue */
export const UNKNOWN_MARKER = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * The engine's envelope for a secret on the wire.
 * @see @pulumi/pulumi runtime/rpc.ts specialSigKey, specialSecretSig
 */
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

export type Properties = Record<string, unknown>;

export function isProperties(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True when the value itself, or anything nested in it, is unknown. */
export function containsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(containsUnknown);
  return isProperties(value) && Object.values(value).some(containsUnknown);
}

/** Wire → handler: markers become UNKNOWN, secret envelopes are opened. */
export function fromWire(value: unknown): unknown {
  if (value === UNKNOWN_MARKER) return UNKNOWN;
  if (Array.isArray(value)) return value.map(fromWire);
  if (!isProperties(value)) return value;
  if (isSecretOnWire(value)) return fromWire(value["value"]);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fromWire(entry)]));
}

/**
 * Handler → wire: UNKNOWN becomes the marker, undefined disappears, and what the wire can't carry is refused here,
 * by name, where it is still a defect to be found by a test and not a lost id.
 */
export function toWire(value: unknown, path = ""): unknown {
  if (value === UNKNOWN) return UNKNOWN_MARKER;
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value))
    return value.map((entry, index) => toWire(entry === undefined ? null : entry, `${path}[${index}]`));
  if (isProperties(value)) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, entry]) => entry !== undefined)
        .map(([key, entry]) => [key, toWire(entry, path === "" ? key : `${path}.${key}`)]),
    );
  }
  throw new TypeError(`The value at "${path}" is a ${typeof value}, which the engine can't carry.`);
}

export function isSecretOnWire(value: unknown): value is Properties {
  return isProperties(value) && value[SIGNATURE_KEY] === SECRET_SIGNATURE;
}

/** The wire's envelope around a secret. */
export function secretOnWire(value: unknown): Properties {
  return { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}

/** Deep equality of plain values; the order of keys does not count. */
export function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((entry, index) => isEqual(entry, right[index]))
    );
  }
  if (!isProperties(left) || !isProperties(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length && keys.every((key) => key in right && isEqual(left[key], right[key]))
  );
}

/** Wire → handler for a whole object, with the keys that are wanted. */
export function openProperties(properties: Properties, isKept: (key: string) => boolean): Properties {
  const entries = Object.entries(properties).filter(([key]) => isKept(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, fromWire(value)]));
}

/** Handler → wire for a whole object. */
export function toProperties(properties: Properties): Properties {
  const plain = toWire(properties);
  return isProperties(plain) ? plain : {};
}

/** The property that a path such as `parameters.region` or `files["main.tf"]` begins with. */
export function topLevel(path: string): string {
  return /^[^.[]+/.exec(path)?.[0] ?? path;
}

/** An id as the server makes them; anything else is a name. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
