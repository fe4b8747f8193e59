// The two hosts, called for one resource in the same way: the plugin over gRPC, the dynamic host as a provider of its
// own. Their processes are in host-process.ts.
import { isNativeError } from "node:util/types";
import { PartialError } from "../../provider/errors";
import { get, type DynamicProvider } from "../../provider/hosts/dynamic";
import { IGNORE_CHANGES_KEY } from "../../provider/hosts/ignored-changes";
import type { ResourceType } from "../../provider/registry";
import { secretOnWire } from "../../provider/hosts/wire";
import type { Properties } from "../../provider/values";
import type { Calls, Difference, State } from "./driver";
import { TOKEN } from "./http-server";
import { Wire, type WireError } from "./wire";

/** How many names the engine has proposed for what has none: each time another one. */
let proposals = 0;

export type HostName = "plugin" | "dynamic";

/** Undefined takes the token away. */
export type Settings = Readonly<Record<string, string | undefined>>;

export interface Host extends Calls {
  /** Settings by their names without the provider's. */
  configure(url: string, settings?: Settings): Promise<void>;
  /** The same host, called for the resource of that name. */
  about(resourceName: string): Host;
  close(): Promise<void>;
}

/** A host at the other end of a wire, such as a process. `hidden` is what a program's class adds to each resource. */
export function callsOn(wire: Wire, type: ResourceType, hidden: Properties = {}): Calls {
  return new PluginHost(wire, type, hidden);
}

export async function startHost(
  name: HostName,
  type: ResourceType,
  engineAddress?: string,
  ignoreChanges: string[] = [],
): Promise<Host> {
  return name === "plugin"
    ? new PluginHost(await Wire.start(engineAddress), type, {}, ignoreChanges, true)
    : new DynamicHost(get(type), type, ignoreChanges);
}

class PluginHost implements Host {
  constructor(
    private readonly wire: Wire,
    private readonly type: ResourceType,
    private readonly hidden: Properties = {},
    private readonly ignoreChanges: string[] = [],
    /** Whether the project configures autonaming: else the engine proposes no names. */
    private readonly isAutonamed = false,
  ) {}

  about(resourceName: string): Host {
    const { wire, type, hidden, ignoreChanges, isAutonamed } = this;
    return new PluginHost(wire.about(resourceName), type, hidden, ignoreChanges, isAutonamed);
  }

  async configure(url: string, settings: Settings = {}): Promise<void> {
    const all = Object.entries({ url, token: TOKEN, ...settings }).filter(([, value]) => value !== undefined);
    await this.wire.configure(
      Object.fromEntries(all.map(([name, value]) => [name, name === "token" ? secretOnWire(value) : value])),
    );
  }

  check(news: Properties, olds: Properties = {}, isPreview = false): ReturnType<Calls["check"]> {
    const told = isPreview && this.isDynamic && { __preview: true };
    const proposed = this.isAutonamed && { proposedName: `proposed-${(proposals += 1)}` };
    return this.wire.check(this.type, { ...news, ...this.hidden, ...told }, { olds, ...proposed });
  }

  /** The engine asks only a host that can foresee something. */
  async preview(state: State | undefined, inputs: Properties, olds: Properties): Promise<State> {
    if (this.isDynamic) return { id: state?.id ?? "", outputs: inputs };
    const options = { preview: true, ignoreChanges: this.ignoreChanges };
    return withPartial(() =>
      state === undefined
        ? this.wire.create(this.type, inputs, options)
        : this.wire.update(this.type, { ...state, inputs: olds }, inputs, options),
    );
  }

  /** Whether the process at the other end is the dynamic host. */
  private get isDynamic(): boolean {
    return "__provider" in this.hidden;
  }

  async diff(state: State, news: Properties, inputs: Properties): Promise<Difference> {
    const known = { ...state, inputs };
    const options = { ignoreChanges: this.ignoreChanges };
    const difference = await withPartial(() => this.wire.diff(this.type, known, news, options));
    const { changes, detailed, replaces, deleteBeforeReplace } = difference;
    const named = Object.keys(detailed).filter((path) => !detailed[path]?.includes("REPLACE"));
    // The dynamic host does not say which properties change in place.
    const isUnnamed = changes === "SOME" && replaces.length === 0 && named.length === 0;
    const updates = isUnnamed ? [""] : named;
    return { changes: changesOf(replaces, updates), deleteBeforeReplace };
  }

  create(inputs: Properties): Promise<State> {
    return withPartial(() => this.wire.create(this.type, inputs));
  }

  read(state: State, inputs: Properties): Promise<State | undefined> {
    return withPartial(() => this.wire.read(this.type, state.id, { ...state, inputs }));
  }

  async update(state: State, news: Properties, inputs: Properties): Promise<Properties> {
    return (await withPartial(() => this.wire.update(this.type, { ...state, inputs }, news))).outputs;
  }

  delete(state: State, inputs: Properties): Promise<void> {
    return withPartial(() => this.wire.delete(this.type, { ...state, inputs }));
  }

  close(): Promise<void> {
    return this.wire.close();
  }
}

class DynamicHost implements Host {
  constructor(
    private readonly provider: DynamicProvider,
    private readonly type: ResourceType,
    private readonly ignoreChanges: string[] = [],
    private readonly resourceName = "example",
  ) {}

  about(resourceName: string): Host {
    return new DynamicHost(this.provider, this.type, this.ignoreChanges, resourceName);
  }

  configure(url: string, settings: Settings = {}): Promise<void> {
    const all = new Map(Object.entries({ url, token: TOKEN, ...settings }));
    this.provider.configure({ config: { get: (key) => all.get(key.replace(/^coderd:/, "")) } });
    return Promise.resolve();
  }

  check(news: Properties, olds: Properties = {}, isPreview = false): ReturnType<Calls["check"]> {
    const urn = `urn:pulumi:test::project::pulumi-nodejs:dynamic/coderd:${this.type}::${this.resourceName}`;
    const ignored = this.ignoreChanges.length > 0 && { [IGNORE_CHANGES_KEY]: this.ignoreChanges };
    return this.provider.check(olds, { ...news, __urn: urn, ...ignored, ...(isPreview && { __preview: true }) });
  }

  async diff({ id, outputs }: State, inputs: Properties): Promise<Difference> {
    const { changes, replaces, deleteBeforeReplace } = await this.provider.diff(id, outputs, inputs);
    return { changes: changesOf(replaces, changes && replaces.length === 0 ? [""] : []), deleteBeforeReplace };
  }

  async create(inputs: Properties): Promise<State> {
    const { id, outs } = await withPartial(() => this.provider.create(inputs));
    return { id, outputs: outs };
  }

  async read({ id, outputs }: State): Promise<State | undefined> {
    const found = await this.provider.read(id, outputs);
    return found.id === undefined ? undefined : { id: found.id, outputs: found.props ?? {} };
  }

  async update({ id, outputs }: State, inputs: Properties): Promise<Properties> {
    return (await withPartial(() => this.provider.update(id, outputs, inputs))).outs;
  }

  delete({ id, outputs }: State): Promise<void> {
    return this.provider.delete(id, outputs);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function changesOf(replaces: readonly string[], updates: readonly string[]): Difference["changes"] {
  return [
    ...replaces.map((property) => ({ property, kind: "replace" as const })),
    ...updates.map((property) => ({ property, kind: "update" as const })),
  ];
}

/** Each host has its own form for an object that exists but is not finished. */
async function withPartial<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (thrown) {
    const error = thrown as Error & Partial<State> & Partial<WireError> & { properties?: Properties };
    const { id, properties } = error.partial ?? error;
    const shown = isNativeError(thrown) ? thrown : Object.assign(new Error(error.message), error);
    if (id !== undefined && properties !== undefined) throw new PartialError(id, properties, shown);
    throw shown;
  }
}
