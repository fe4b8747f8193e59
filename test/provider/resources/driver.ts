// Takes a handler through what the engine does with a resource, replacement included, and keeps its state as the engine
// would.
import { PartialError, type InputFailure } from "../../../provider/errors";
import type { Change, Context, Handler } from "../../../provider/handler";
import type { Properties } from "../../../provider/values";
import type { TemplateServer } from "./template-server";

export class Driver {
  id = "";
  inputs: Properties | undefined;
  outputs: Properties = {};

  constructor(
    readonly handler: Handler,
    readonly server: TemplateServer,
    readonly more: Partial<Context> = {},
  ) {}

  async check(news: Properties): Promise<InputFailure[]> {
    return (await this.handler.check(this.context(), news, this.inputs)).failures;
  }

  async diff(news: Properties): Promise<Change[]> {
    return (await this.handler.diff(this.context(), this.id, this.outputs, await this.checked(news, this.inputs)))
      .changes;
  }

  /** What was done, as `kind property`. */
  async up(news: Properties): Promise<string[]> {
    const inputs = await this.checked(news, this.inputs);
    const old = { id: this.id, outputs: this.outputs };
    if (this.id === "") {
      await this.create(inputs);
      return ["create"];
    }
    const { changes } = await this.handler.diff(this.context(), this.id, this.outputs, inputs);
    if (changes.some(({ kind }) => kind === "replace")) {
      await this.create(await this.checked(news, undefined));
      await this.handler.delete(this.context(), old.id, old.outputs);
    } else if (changes.length > 0) {
      const { id } = this;
      await this.keeping(inputs, async () => ({
        id,
        outputs: await this.handler.update(this.context(), id, this.outputs, inputs),
      }));
    }
    this.inputs = inputs;
    return changes.map(({ kind, property }) => `${kind} ${property}`);
  }

  /** False when it is gone. */
  async refresh(): Promise<boolean> {
    const found = await this.handler.read(this.context(), this.id, this.outputs);
    if (found !== undefined) this.outputs = found.outputs;
    return found !== undefined;
  }

  async destroy(): Promise<void> {
    await this.handler.delete(this.context(), this.id, this.outputs);
  }

  private context(): Context {
    return this.server.context(this.more);
  }

  private async checked(news: Properties, previousInputs: Properties | undefined): Promise<Properties> {
    const { inputs, failures } = await this.handler.check(this.context(), news, previousInputs);
    if (failures.length > 0)
      throw new Error(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
    return inputs;
  }

  private create(inputs: Properties): Promise<void> {
    return this.keeping(inputs, () => this.handler.create(this.context(), inputs));
  }

  private async keeping(inputs: Properties, run: () => Promise<{ id: string; outputs: Properties }>): Promise<void> {
    try {
      Object.assign(this, await run(), { inputs });
    } catch (thrown) {
      if (thrown instanceof PartialError) Object.assign(this, { id: thrown.id, outputs: thrown.outputs, inputs });
      throw thrown;
    }
  }
}
