// The two hosts, called for one resource in the same way: the plugin over gRPC, the dynamic host as a provider of its
// own. Their processes are in host-process.ts.
import { isNativeError } from "node:util/types";
import { PartialError } from "../../provider/errors";
import { get, type DynamicProvider } from "../../provider/hosts/dynamic";
import type { ResourceType } from "../../provider/registry";
import { secretOnWire } from "../../provider/hosts/wire";
import type { Properties } from "../../provider/values";
import type { Calls, Difference, State } from "./driver";
import { TOKEN } from "./http-server";
import { Wire, type WireError } from "./wire";

export type HostName = "plugin" | "dynamic";

export interface Host extends Calls {
  /** Settings by their names without the provider's. */
  configure(url: string, settings?: Readonly<Record<string, string>>): Promise<void>;
  /** The same host, called for the resource of that name. */
  about(resourceName: string): Host;
  close(): Promise<void>;
}

export async function startHost(name: HostName, type: ResourceType, engineAddress?: string): Promise<Host> {
  return name === "plugin" ? new PluginHost(await Wire.start(engineAddress), type) : new DynamicHost(get(type), type);
}

class PluginHost implements Host {
  constructor(
    private readonly wire: Wire,
    private readonly type: ResourceType,
  ) {}

  about(resourceName: string): Host {
    return new PluginHost(this.wire.about(resourceName), this.type);
  }

  async configure(url: string, settings: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.wire.configure({ url, token: secretOnWire(TOKEN), ...settings });
  }

  check(news: Properties, olds: Properties = {}): ReturnType<Calls["check"]> {
    return this.wire.check(this.type, news, { olds });
  }

  async diff(state: State, news: Properties, inputs: Properties): Promise<Difference> {
    const known = { ...state, inputs };
    const { detailed, replaces, deleteBeforeReplace } = await withPartial(() => this.wire.diff(this.type, known, news));
    const updates = Object.keys(detailed).filter((path) => !detailed[path]?.includes("REPLACE"));
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
    private readonly resourceName = "example",
  ) {}

  about(resourceName: string): Host {
    return new DynamicHost(this.provider, this.type, resourceName);
  }

  configure(url: string, settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const all = new Map(Object.entries({ url, token: TOKEN, ...settings }));
    this.provider.configure({ config: { get: (key) => all.get(key.replace(/^coderd:/, "")) } });
    return Promise.resolve();
  }

  check(news: Properties, olds: Properties = {}): ReturnType<Calls["check"]> {
    const urn = `urn:pulumi:test::project::pulumi-nodejs:dynamic/coderd:${this.type}::${this.resourceName}`;
    return this.provider.check(olds, { ...news, __urn: urn });
  }

  /** The host does not say which properties change in place. */
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
