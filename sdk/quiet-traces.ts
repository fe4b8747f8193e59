// Stack traces while the SDK makes the outputs of a resource. It captures four for each output, to name promises that
// stay open; source maps make each of them expensive, and nobody reads them.
import type * as pulumi from "@pulumi/pulumi";

/** Set by who looks for open promises: the SDK then prints the traces. */
const LEAKS_VARIABLE = "PULUMI_DEBUG_PROMISE_LEAKS";

/**
 * Switches traces off from the moment the SDK reads the first of the properties until it reads the last one. Errors
 * before and after keep theirs: of options that are wrong, of the program's own transformations, and the one that the
 * SDK prepares for a refused registration, which shows the place in the program.
 */
export class QuietTraces {
  readonly properties: pulumi.Inputs;
  private limit: number | undefined;
  private isOver = false;

  constructor(properties: Readonly<Record<string, unknown>>) {
    this.properties = { ...properties };
    const keys = Object.keys(properties);
    const [first, last] = [keys[0], keys.at(-1)];
    if (first === undefined || first === last || process.env[LEAKS_VARIABLE]) return;
    this.whenRead(first, () => this.begin());
    this.whenRead(last as string, () => this.end());
  }

  /** To be called after the constructor of the SDK, also when that throws. */
  end(): void {
    this.isOver = true;
    if (this.limit === undefined) return;
    Error.stackTraceLimit = this.limit;
    this.limit = undefined;
  }

  private begin(): void {
    if (this.isOver || this.limit !== undefined) return;
    this.limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
  }

  private whenRead(key: string, notice: () => void): void {
    const value: unknown = this.properties[key];
    const get = (): unknown => {
      notice();
      return value;
    };
    Object.defineProperty(this.properties, key, { get, enumerable: true, configurable: true });
  }
}
