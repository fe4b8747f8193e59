// What an operation must not tell, and how it is taken out of all that the operation tells: its errors, the failures of
// its checks, its lines in the engine's output. Both hosts pass everything through this.
import { CoderError, ConfigurationError, InputError, PartialError, type InputFailure } from "../errors";
import type { ResourceLog } from "../log";
import { redactorOf } from "../redaction";
import { isProperties } from "../values";
import { explain } from "./operations";
import { isSecretOnWire, type PropertyPath } from "./wire";

/**
 * Their values may be secret whether or not the program or the template says so. A list of that name is what a version
 * declares, which its code tells everybody who sees a message about it.
 */
const VALUE_PROPERTIES = ["variables", "parameters"];
/** Everybody knows them. */
const PUBLIC_VALUES = ["true", "false"];
/** Shorter values are also parts of words in what the server says. */
const WHOLE_BELOW = 8;

export class Hidden {
  readonly #secrets = new Set<string>();
  readonly #values = new Set<string>();
  /** Hides what is secret for certain. */
  #hide = redactorOf([]);
  /** For the server's words: hides the values of variables and parameters too, which no message needs to repeat. */
  #hideValues = this.#hide;

  /** @param properties inputs, states or settings of the operation, as they are on the wire */
  constructor(...properties: unknown[]) {
    for (const each of properties) this.#take(each, { isSecret: false, isValue: false });
    this.#renew();
  }

  /** Texts that are secret, such as the token. */
  add(...secrets: readonly string[]): void {
    for (const secret of secrets) this.#secrets.add(secret);
    this.#renew();
  }

  /** What is at these paths is secret, as the resource itself says. */
  addAt(properties: unknown, paths: readonly PropertyPath[]): void {
    for (const path of paths) this.#take(valueAt(properties, path), { isSecret: true, isValue: true });
    this.#renew();
  }

  readonly text = (text: string): string => this.#hide(text);

  readonly serverText = (text: string): string => this.#hideValues(text);

  log(log: ResourceLog): ResourceLog {
    return {
      status: (message) => log.status(this.text(message)),
      info: (message) => log.info(this.text(message)),
      warning: (message) => log.warning(this.text(message)),
    };
  }

  failures(failures: readonly InputFailure[]): InputFailure[] {
    return failures.map(({ property, reason }) => ({ property, reason: this.text(reason) }));
  }

  /** Whatever the operation fails with. What says nothing secret stays as it is. */
  async failing<Result>(operation: () => Promise<Result>): Promise<Result> {
    try {
      return await operation();
    } catch (thrown) {
      throw this.#error(thrown);
    }
  }

  #error(thrown: unknown): unknown {
    if (thrown instanceof PartialError) {
      const cause = this.#error(thrown.cause);
      return cause === thrown.cause ? thrown : new PartialError(thrown.id, thrown.outputs, cause);
    }
    const told = explain(thrown);
    // A defect may say anything.
    const shown = thrown instanceof CoderError ? thrown.messageWithout(this.text) : this.serverText(told);
    if (shown === told) return thrown;
    if (thrown instanceof InputError) return new InputError(this.failures(thrown.failures));
    return thrown instanceof ConfigurationError ? new ConfigurationError(shown) : new CoderError(shown);
  }

  #take(value: unknown, kind: { isSecret: boolean; isValue: boolean }): void {
    if ((typeof value === "string" && !PUBLIC_VALUES.includes(value)) || typeof value === "number") {
      if (kind.isSecret) this.#secrets.add(String(value));
      if (kind.isValue) this.#values.add(String(value));
    } else if (Array.isArray(value)) {
      for (const entry of value) this.#take(entry, kind);
      // As the server has a list.
      if (kind.isSecret || kind.isValue) this.#take(JSON.stringify(value), kind);
    } else if (isSecretOnWire(value)) {
      this.#take(value["value"], { ...kind, isSecret: true });
    } else if (isProperties(value)) {
      for (const [key, entry] of Object.entries(value))
        this.#take(entry, {
          ...kind,
          isValue: kind.isValue || (VALUE_PROPERTIES.includes(key) && !Array.isArray(entry)),
        });
    }
  }

  #renew(): void {
    this.#hide = redactorOf(this.#secrets);
    this.#hideValues = redactorOf(new Set([...this.#secrets, ...this.#values]), {
      wholeBelow: WHOLE_BELOW,
    });
  }
}

function valueAt(value: unknown, [key, ...rest]: PropertyPath): unknown {
  if (key === undefined) return value;
  if (isSecretOnWire(value)) return valueAt(value["value"], [key, ...rest]);
  return isProperties(value) ? valueAt(value[key], rest) : undefined;
}
