// Takes a resource through its life as the engine does, replacements included, and keeps its state.
import { PartialError, type InputFailure } from "../../provider/errors";
import { CODE_KEY, type Change, type Context, type Handler } from "../../provider/handler";
import type { Properties } from "../../provider/values";
import type { FakeCoder } from "./coder";

export interface State {
  id: string;
  outputs: Properties;
}

export interface Difference {
  changes: Change[];
  deleteBeforeReplace?: boolean;
}

/** The engine's calls for one resource. Behind them is the handler, or a host that has it. */
export interface Calls {
  check(
    news: Properties,
    olds: Properties | undefined,
    isPreview?: boolean,
  ): Promise<{ inputs: Properties; failures: InputFailure[] }>;
  /** A creation or an update while previewing, where the host is asked for one. */
  preview?(state: State | undefined, inputs: Properties, olds: Properties): Promise<State>;
  diff(state: State, inputs: Properties, olds: Properties): Promise<Difference>;
  create(inputs: Properties): Promise<State>;
  read(state: State, olds: Properties): Promise<State | undefined>;
  update(state: State, inputs: Properties, olds: Properties): Promise<Properties>;
  delete(state: State, olds: Properties): Promise<void>;
}

export class Lifecycle {
  /** Empty before the creation. */
  id = "";
  inputs: Properties | undefined;
  outputs: Properties = {};
  /** The object exists, and the next run has to finish it even where nothing else has changed. */
  isUnfinished = false;
  /** Replaced objects that are still there: the next run deletes them. */
  replaced: { state: State; inputs: Properties }[] = [];

  constructor(private readonly calls: Calls) {}

  async check(news: Properties): Promise<InputFailure[]> {
    return (await this.calls.check(news, this.inputs)).failures;
  }

  async diff(news: Properties): Promise<Difference> {
    return this.calls.diff(this.#state, await this.#checked(news, this.inputs), this.inputs ?? {});
  }

  async changes(news: Properties): Promise<Change[]> {
    return (await this.diff(news)).changes;
  }

  /** What a preview shows: the steps, as `up` tells them, and the state that the engine expects. Nothing is kept. */
  async preview(news: Properties): Promise<State & { steps: string[] }> {
    const inputs = await this.#checked(news, this.inputs, true);
    const foreseen = async (state: State | undefined, wanted: Properties): Promise<State> =>
      (await this.calls.preview?.(state, wanted, this.inputs ?? {})) ?? { id: state?.id ?? "", outputs: wanted };
    if (this.id === "") return { steps: ["create"], ...(await foreseen(undefined, inputs)) };
    const { changes } = await this.calls.diff(this.#state, inputs, this.inputs ?? {});
    const steps = changes.map(({ kind, property }) => `${kind} ${property}`);
    if (changes.some(({ kind }) => kind === "replace"))
      return { steps, ...(await foreseen(undefined, await this.#checked(news, undefined, true))) };
    return { steps, ...(changes.length > 0 ? await foreseen(this.#state, inputs) : this.#state) };
  }

  /** What was done, as `kind property`. */
  async up(news: Properties): Promise<string[]> {
    const done = await this.#apply(news);
    await this.#deleteReplaced();
    return done;
  }

  async #apply(news: Properties): Promise<string[]> {
    const inputs = await this.#checked(news, this.inputs);
    const { id, inputs: olds = {} } = this;
    if (id === "") {
      await this.#keep(inputs, () => this.calls.create(inputs));
      return ["create"];
    }
    const old = this.#state;
    const { changes, deleteBeforeReplace = false } = await this.calls.diff(old, inputs, olds);
    if (changes.some(({ kind }) => kind === "replace")) {
      const anew = await this.#checked(news, undefined);
      if (deleteBeforeReplace) {
        await this.calls.delete(old, olds);
        Object.assign(this, { id: "", inputs: undefined, outputs: {}, isUnfinished: false });
      }
      await this.#keep(anew, () => this.calls.create(anew), deleteBeforeReplace ? undefined : old);
    } else if (changes.length > 0 || this.isUnfinished) {
      await this.#keep(inputs, async () => ({ id, outputs: await this.calls.update(old, inputs, olds) }));
    }
    this.inputs = inputs;
    return changes.map(({ kind, property }) => `${kind} ${property}`);
  }

  /** False when the object is gone. */
  async refresh(): Promise<boolean> {
    const found = await this.calls.read(this.#state, this.inputs ?? {});
    if (found !== undefined) this.outputs = found.outputs;
    return found !== undefined;
  }

  async destroy(): Promise<void> {
    if (this.id !== "") await this.calls.delete(this.#state, this.inputs ?? {});
    await this.#deleteReplaced();
  }

  async #deleteReplaced(): Promise<void> {
    for (let [next] = this.replaced; next !== undefined; [next] = this.replaced) {
      await this.calls.delete(next.state, next.inputs);
      this.replaced.shift();
    }
  }

  get #state(): State {
    return { id: this.id, outputs: this.outputs };
  }

  async #checked(news: Properties, olds: Properties | undefined, isPreview = false): Promise<Properties> {
    const { inputs, failures } = await this.calls.check(news, olds, isPreview);
    if (failures.length > 0)
      throw new Error(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
    return inputs;
  }

  /** An object that exists but is not finished is in the state, too. One that it replaces is deleted after that. */
  async #keep(inputs: Properties, run: () => Promise<State>, replaced?: State): Promise<void> {
    const former = replaced && { state: replaced, inputs: this.inputs ?? {} };
    try {
      Object.assign(this, await run(), { inputs, isUnfinished: false });
    } catch (thrown) {
      if (!(thrown instanceof PartialError)) throw thrown;
      Object.assign(this, { id: thrown.id, outputs: thrown.outputs, inputs, isUnfinished: true });
      if (former !== undefined) this.replaced.push(former);
      throw thrown;
    }
    if (former !== undefined) this.replaced.push(former);
  }
}

/** As hosts hand inputs on: what is for the next check stays behind. */
function handed(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== CODE_KEY));
}

/** Calls a handler without a host, against the fake Coder. */
export class Driver extends Lifecycle {
  constructor(
    readonly handler: Handler,
    readonly coder: FakeCoder,
    readonly more: Partial<Context> = {},
  ) {
    const context = (): Context => coder.context(more);
    super({
      check: (news, olds) => handler.check(context(), news, olds),
      diff: ({ id, outputs }, inputs) => handler.diff(context(), id, outputs, handed(inputs)),
      create: (inputs) => handler.create(context(), handed(inputs)),
      read: ({ id, outputs }) => handler.read(context(), id, outputs),
      update: ({ id, outputs }, inputs) => handler.update(context(), id, outputs, handed(inputs)),
      delete: ({ id, outputs }) => handler.delete(context(), id, outputs),
    });
  }

  /** The resource's name in the program. */
  get name(): string {
    return this.coder.context(this.more).resourceName;
  }

  /** What changes the server counts from here. */
  override up(news: Properties): Promise<string[]> {
    this.coder.mutations.length = 0;
    return super.up(news);
  }

  override destroy(): Promise<void> {
    this.coder.mutations.length = 0;
    return super.destroy();
  }
}
