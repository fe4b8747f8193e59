// Drives a handler as the engine does: check, diff, then create or update; the state kept between.
import { PartialError, type InputFailure } from "../../../provider/errors";
import type { Change, Handler } from "../../../provider/handler";
import type { Properties } from "../../../provider/values";
import type { FakeCoder } from "./fake-coder";

export class ResourceHarness {
  id: string | undefined;
  inputs: Properties | undefined;
  outputs: Properties = {};

  constructor(
    readonly handler: Handler,
    readonly coder: FakeCoder,
    readonly name = "dev",
  ) {}

  async check(news: Properties): Promise<InputFailure[]> {
    return (await this.handler.check(this.coder.context(this.name), news, this.inputs)).failures;
  }

  async diff(news: Properties): Promise<{ changes: Change[]; deleteBeforeReplace?: boolean }> {
    const { inputs, failures } = await this.handler.check(this.coder.context(this.name), news, this.inputs);
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    return this.handler.diff(this.coder.context(this.name), this.id ?? "", this.outputs, inputs);
  }

  /**
   * The changes that were made, as `kind property`; nothing is done when one of them is a replacement. Mutations count
   * from here.
   */
  async up(news: Properties): Promise<string[]> {
    this.coder.mutations.length = 0;
    const context = this.coder.context(this.name);
    const { inputs, failures } = await this.handler.check(context, news, this.inputs);
    if (failures.length > 0)
      throw new Error(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
    try {
      if (this.id === undefined) {
        const { id, outputs } = await this.handler.create(context, inputs);
        Object.assign(this, { id, outputs, inputs });
        return ["create"];
      }
      const { changes } = await this.handler.diff(context, this.id, this.outputs, inputs);
      const isReplaced = changes.some(({ kind }) => kind === "replace");
      if (changes.length > 0 && !isReplaced)
        this.outputs = await this.handler.update(context, this.id, this.outputs, inputs);
      if (!isReplaced) this.inputs = inputs;
      return changes.map(({ kind, property }) => `${kind} ${property}`);
    } catch (thrown) {
      if (thrown instanceof PartialError) Object.assign(this, { id: thrown.id, outputs: thrown.outputs, inputs });
      throw thrown;
    }
  }

  async refresh(): Promise<boolean> {
    const found = await this.handler.read(this.coder.context(this.name), this.id ?? "", this.outputs);
    if (found !== undefined) this.outputs = found.outputs;
    return found !== undefined;
  }

  async destroy(): Promise<void> {
    this.coder.mutations.length = 0;
    await this.handler.delete(this.coder.context(this.name), this.id ?? "", this.outputs);
  }
}
