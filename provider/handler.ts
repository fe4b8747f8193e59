// The contract between hosts and resources: what a handler is, and what all handlers share. Knows neither engine nor
// HTTP.
import type { z } from "zod";
import type { CoderClient } from "./client/client";
import type { Deadline } from "./deadline";
import { PartialError, toError, type InputFailure } from "./errors";
import type { ResourceLog } from "./log";
import type { Owned } from "./ownership/wish";
import { Ownerships } from "./ownership/lifecycle";
import type { Ownership } from "./ownership/ownership";
import { checkInputs, defaultsOf, type InputSchema } from "./validation";
import { containsUnknown, isEqual, isProperties, topLevel, type Properties } from "./values";

/** What one operation of a handler has at hand. */
export interface Context {
  /**
   * Bound to this operation: aborted with `signal`, and says on the resource's line when it has to wait for the server.
   */
  readonly client: CoderClient;
  readonly signal: AbortSignal;
  readonly log: ResourceLog;
  /** How long server jobs may take before they are cancelled. */
  readonly deadline: Deadline;
  /** Name or id of the organization for resources that do not name one; "default" is the server's own default. */
  readonly defaultOrganization: string;
  /** What a version means for the workspaces of its template: whether a preview tells it, and of how many it reads. */
  readonly impact: { readonly isTold: boolean; readonly limit: number };
  /** Whether previews import template versions, where these do not say it themselves. */
  readonly isValidated: boolean;
  /** Whether previews let the server plan the next builds of workspaces, and of how many. */
  readonly dryRun: { readonly isTold: boolean; readonly limit: number };
  /** What other files a version gets: whether a preview shows their lines, and what takes secrets out of them. */
  readonly difference: { readonly showsLines: boolean; readonly hide: (text: string) => string };
  /** Empty while it is not known, and where there is no resource. */
  readonly urn: string;
  /** The resource's name in the program. */
  readonly resourceName: string;
  /** Who has what, as far as this run and earlier ones on this machine know. */
  readonly ownership: Ownership;
  /** Whether the program lets a replacement delete the old object first; undefined where the host is not told. */
  readonly deletesBeforeReplace?: boolean | undefined;
  /**
   * Input → URN of the resource that its value comes from, as the class of a program says: only of versions, and of
   * what hands versions on.
   */
  readonly sources: Readonly<Record<string, string>>;
  /** Relative paths in inputs start here. */
  readonly rootDirectory: string;
}

export interface CheckResult {
  /** The inputs with defaults applied; unknown values are UNKNOWN. */
  inputs: Properties;
  failures: InputFailure[];
  /** Paths of inputs that are secret whatever the program said. */
  secretPaths?: readonly (readonly string[])[];
}

export interface Change {
  /** Input property, or a path into it as the engine writes paths: `parameters.region`. */
  property: string;
  kind: "update" | "replace";
}

export interface DiffResult {
  changes: Change[];
  /** The old object stands in the new one's way (its name is taken). */
  deleteBeforeReplace?: boolean;
}

/** A resource as the state has it, without what its program had declared. */
interface HeldState {
  id: string;
  outputs: Properties;
}

/** What the state holds of a resource: its id, its last outputs, and which inputs the program had declared. */
export interface Previous<Outputs> {
  id: string;
  outputs: Partial<Outputs>;
  declared: ReadonlySet<string>;
}

/** What a preview knows of a resource that exists: its state, or on the dynamic host only its former inputs. */
export interface PreviewedState<Outputs> {
  id: string | undefined;
  known: Partial<Outputs>;
}

/** What a preview has found out. */
export interface Previewed {
  /** The id that the object will have. */
  id?: string;
  /** Outputs that the update will give; nested values may be UNKNOWN. */
  outputs: Properties;
  /** Inputs by which the engine knows outputs of a dynamic resource, whose creation it does not preview. */
  inputs?: Properties;
}

export interface Handler {
  readonly type: string;
  readonly inputSchema: InputSchema;
  readonly outputSchema: z.ZodObject;
  /** Outputs that the update to these inputs does not change. */
  stableOutputs(olds: Properties, news: Properties): readonly string[];
  /** Inputs that `check` derives, each with the input that it is derived from. */
  readonly derivedInputs: Readonly<Record<string, string>>;
  /** Input that takes the engine's proposed name when the program gives none. */
  readonly autonamed: string | undefined;
  /** Whether another input gives the name, so that none is proposed. */
  isNamedByOther(news: Properties): boolean;
  /** How people name such an object, for messages: `organization/name`. */
  readonly nameForm: string | undefined;
  /** The id behind a name of that form; undefined when nothing has it. */
  find(context: Context, name: string): Promise<string | undefined>;
  /**
   * What a program would declare to have the object as it is: the inputs of an import, with those that `check` derives.
   */
  importInputs(context: Context, outputs: Properties, id: string): Promise<Properties>;
  /** Paths of the outputs that are secret whatever the program said. */
  secretPaths(outputs: Properties): readonly (readonly string[])[];
  /** `previousInputs` is empty, or undefined, when the resource is about to be created. */
  check(context: Context, news: Properties, previousInputs?: Properties): Promise<CheckResult>;
  diff(context: Context, id: string, olds: Properties, news: Properties): Promise<DiffResult>;
  /**
   * What a preview finds out beyond the comparison, by steps that change nothing that anybody uses. `previous` is
   * undefined when the resource is about to be created.
   *
   * @throws InputError
   */
  preview(context: Context, previous: PreviewedState<Properties> | undefined, news: Properties): Promise<Previewed>;
  /** Tells people more of a difference, which holds no change that the program ignores. */
  explain(context: Context, held: HeldState, news: Properties, difference: DiffResult): Promise<void>;
  create(context: Context, news: Properties): Promise<{ id: string; outputs: Properties }>;
  /** Undefined when the object is gone. `olds` is empty on an import. */
  read(context: Context, id: string, olds: Properties): Promise<{ id: string; outputs: Properties } | undefined>;
  update(context: Context, id: string, olds: Properties, news: Properties): Promise<Properties>;
  delete(context: Context, id: string, olds: Properties): Promise<void>;
}

/** What a resource file writes: typed, and free of everything that handlers share. */
export interface HandlerDefinition<In extends InputSchema, Out extends z.ZodObject> {
  type: string;
  inputs: In;
  outputs: Out;
  /** For objects that only one resource may have: how to find out which one has it. */
  owned?(context: Context): Owned;
  /**
   * Whether the old object goes first when `replaceOnChanges` turns a change in place into a replacement: it has the
   * name.
   */
  isDeletedFirst?: boolean;
  /** Outputs that no update changes, so that what depends on them is not shown as unknown at preview. */
  stableOutputs?: readonly (keyof z.output<Out> & string)[];
  /** Outputs that an update changes only with one of these values, which the state holds under the same name. */
  stableWhile?: { readonly [Output in keyof z.output<Out> & string]?: readonly (keyof z.output<Out> & string)[] };
  /** Inputs that `check` derives, each with the input that it is derived from. */
  derivedInputs?: Readonly<Record<string, keyof z.output<In> & string>>;
  /** Input that takes the engine's proposed name when the program gives none. */
  autonamed?: keyof z.output<In> & string;
  /** Whether another input gives the name. */
  isNamedByOther?(news: Properties): boolean;
  /** How people name such an object, for messages: `organization/name`. */
  nameForm?: string;
  /** The id behind a name of that form; undefined when nothing has it. */
  find?(context: Context, name: string): Promise<string | undefined>;
  /** Inputs that an import can't take from the outputs as they are, and those that `check` derives. */
  importInputs?(context: Context, outputs: z.output<Out>, id: string): Promise<Properties>;
  /** Paths of the outputs that are secret whatever the program said, such as values that the server keeps to itself. */
  secretPaths?(outputs: Partial<z.output<Out>>): readonly (readonly string[])[];
  /**
   * Rules over several properties that need no server. Called even if single properties are wrong, so `news` is as the
   * program has it.
   */
  rules?(context: Context, news: Properties): InputFailure[];
  /**
   * Rules beyond one property that ask the server or read files; may add inputs that are derived.
   * Not called while anything else is wrong. Values may be UNKNOWN wherever the program's were: test before use.
   * `previousInputs` is undefined when the resource is about to be created.
   */
  check?(context: Context, inputs: MaybeUnknown<z.output<In>>, previousInputs?: Properties): Promise<CheckResult>;
  /** `news` may hold UNKNOWN. Unknown values count as changed. */
  diff(context: Context, previous: Previous<z.output<Out>>, news: MaybeUnknown<z.output<In>>): Promise<DiffResult>;
  /** See Handler. `news` may hold UNKNOWN. */
  preview?(
    context: Context,
    previous: PreviewedState<z.output<Out>> | undefined,
    news: MaybeUnknown<z.output<In>>,
  ): Promise<Previewed>;
  /** Why a change needs another object: a clause, which goes on after a colon. Asked for each that does. */
  whyReplaced?(property: string, previous: Previous<z.output<Out>>): string | undefined;
  /** Tells people what else they may like to know of the changes. */
  explain?(
    context: Context,
    previous: Previous<z.output<Out>>,
    news: MaybeUnknown<z.output<In>>,
    changes: readonly Change[],
  ): Promise<void>;
  create(context: Context, news: z.output<In>): Promise<Created<z.output<Out>>>;
  read(context: Context, previous: Previous<z.output<Out>>): Promise<Created<z.output<Out>> | undefined>;
  update(context: Context, previous: Previous<z.output<Out>>, news: z.output<In>): Promise<z.output<Out>>;
  delete(context: Context, previous: Previous<z.output<Out>>): Promise<void>;
}

interface Created<Outputs> {
  id: string;
  outputs: Outputs;
}

/**
 * Inputs at preview: any value, at any depth, may be UNKNOWN. Kept as `unknown` so that no one reads one by mistake.
 */
export type MaybeUnknown<Inputs> = { [Key in keyof Inputs]?: unknown };

/** Every key is named, so that a forgotten one does not compile. */
export type Complete<Declared> = { [Key in keyof Required<Declared>]: Declared[Key] };

const AFTER_FAILURE_MILLISECONDS = 10_000;

/** Output key that lists the inputs the program had declared: the dynamic host hands old inputs to no one. */
export const DECLARED_KEY = "__declared";

/**
 * Input key with what a check read of a source's code, for the next one: code that has not changed is not read again.
 * The hosts hand it to no other operation.
 */
export const CODE_KEY = "__code";

/** The inputs that the program had declared, as far as the state tells. */
export function declaredOf(state: Properties): string[] {
  const declared = state[DECLARED_KEY];
  return Array.isArray(declared) ? declared.map(String) : [];
}

export function defineHandler<In extends InputSchema, Out extends z.ZodObject>(
  definition: HandlerDefinition<In, Out>,
): Handler {
  type Inputs = z.output<In>;
  type Outputs = z.output<Out>;

  const previousOf = (id: string, olds: Properties): Previous<Outputs> => ({
    id,
    // The state is what this package wrote, of whatever version: keys may be missing, and none is of another type.
    outputs: olds as Partial<Outputs>,
    declared: new Set(declaredOf(olds)),
  });
  const withDeclared = (outputs: Properties, declared: Iterable<string>): Properties => ({
    ...withoutUndefined(outputs),
    [DECLARED_KEY]: [...declared].sort(),
  });
  const keepingPartial = async <Result>(declared: Iterable<string>, run: () => Promise<Result>): Promise<Result> => {
    try {
      return await run();
    } catch (thrown) {
      if (thrown instanceof PartialError)
        throw new PartialError(thrown.id, withDeclared(thrown.outputs, declared), thrown.cause);
      throw thrown;
    }
  };

  const ownerships = new Ownerships(definition.type, definition.owned?.bind(definition));

  return {
    type: definition.type,
    inputSchema: definition.inputs,
    outputSchema: definition.outputs,
    stableOutputs(olds, news) {
      const kept = Object.entries<readonly string[] | undefined>(definition.stableWhile ?? {}).filter(([, keys = []]) =>
        keys.every((key) => !containsUnknown(news[key]) && isEqual(olds[key], news[key])),
      );
      return [...(definition.stableOutputs ?? []), ...kept.map(([output]) => output)];
    },
    derivedInputs: definition.derivedInputs ?? {},
    autonamed: definition.autonamed,
    isNamedByOther: (news) => definition.isNamedByOther?.(news) ?? false,
    nameForm: definition.nameForm,

    async find(context, name) {
      return definition.find?.(context, name);
    },

    async importInputs(context, outputs, id) {
      // A value that the schema supplies need not be declared.
      const defaults = defaultsOf(definition.inputs);
      const keys = Object.keys(definition.inputs.shape).filter((key) => !isEqual(defaults[key], outputs[key]));
      const held = Object.fromEntries(keys.map((key) => [key, outputs[key]]));
      const special = (await definition.importInputs?.(context, outputs as Outputs, id)) ?? {};
      return withoutUndefined({ ...held, ...special });
    },

    secretPaths: (outputs) => definition.secretPaths?.(outputs as Partial<Outputs>) ?? [],

    async check(context, news, previousInputs) {
      const { inputs, failures } = checkInputs(definition.inputs, news);
      // A property that is missing because it is misspelt is told once.
      const isMisspelt = failures.some(({ property }) => !Object.hasOwn(definition.inputs.shape, property));
      if (!isMisspelt) failures.push(...(definition.rules?.(context, news) ?? []));
      if (failures.length > 0) return { inputs, failures };
      const isNew = previousInputs === undefined || Object.keys(previousInputs).length === 0;
      const olds = isNew ? undefined : previousInputs;
      if (isNew && ownerships.isAdopted(context, inputs["adopt"])) delete inputs["adopt"];
      const taken = isNew ? ownerships.checkAdoption(context, inputs["adopt"]) : [];
      if (taken.length > 0) return { inputs, failures: taken };
      const checked = (await definition.check?.(context, inputs, olds)) ?? { inputs, failures };
      const named = await ownerships.checkName(context, checked.inputs, olds, checked.failures);
      return { ...checked, failures: [...checked.failures, ...named] };
    },

    async diff(context, id, olds, news) {
      ownerships.held(context, id);
      if (await isDeletedBefore(context, id, olds)) {
        ownerships.leaving(context, id);
        return { changes: [{ property: "id", kind: "replace" }] };
      }
      const result = await definition.diff(context, previousOf(id, olds), news);
      const isReplaced = result.changes.some(({ kind }) => kind === "replace");
      if (isReplaced) ownerships.leaving(context, id);
      // `replaceOnChanges` may turn it into a replacement, whose creation would find the name taken.
      return !isReplaced && definition.isDeletedFirst === true ? { ...result, deleteBeforeReplace: true } : result;
    },

    async preview(context, previous, news) {
      const before = previous as PreviewedState<Outputs> | undefined;
      return (await definition.preview?.(context, before, news)) ?? { outputs: {} };
    },

    async explain(context, { id, outputs }, news, { changes, deleteBeforeReplace = false }) {
      const previous = previousOf(id, outputs);
      const reasons = changes.flatMap(({ property, kind }) => {
        const why = kind === "replace" ? definition.whyReplaced?.(property, previous) : undefined;
        const isOpen = containsUnknown(news[topLevel(property)]);
        return why === undefined
          ? []
          : [`- \`${property}\`: ${why}${isOpen ? ", and the new value is not known yet" : ""}.`];
      });
      if (reasons.length > 0) {
        const order = deleteBeforeReplace ? ", and the old one is deleted first" : "";
        const title = `${definition.type} "${context.resourceName}" has to be replaced${order}:`;
        context.log.info([title, ...reasons].join("\n"));
      }
      await definition.explain?.(context, previous, news, changes);
    },

    async create(context, news) {
      const inputs = parse(definition.inputs, news);
      const declared = Object.keys(news);
      const created = await keepingPartial(declared, () => definition.create(context, inputs)).catch(
        (thrown: unknown) => {
          if (thrown instanceof PartialError) ownerships.given(context, thrown.id);
          throw thrown;
        },
      );
      ownerships.given(context, created.id);
      return { id: created.id, outputs: withDeclared(created.outputs, declared) };
    },

    async read(context, id, olds) {
      if (Object.keys(olds).length > 0) ownerships.seen(context, id);
      const previous = previousOf(id, olds);
      const found = await definition.read(context, previous);
      if (found === undefined) ownerships.forgetDeletion(context, id);
      return found && { id: found.id, outputs: withDeclared(found.outputs, previous.declared) };
    },

    async update(context, id, olds, news) {
      ownerships.held(context, id);
      const inputs = parse(definition.inputs, news);
      const previous = previousOf(id, olds);
      // A failed update must still know what had been declared before, or a removal would be forgotten.
      const declared = new Set([...previous.declared, ...Object.keys(news)]);
      const outputs = await keepingPartial(declared, () => definition.update(context, previous, inputs));
      return withDeclared(outputs, Object.keys(news));
    },

    async delete(context, id, olds) {
      await ownerships.delete(context, id, () => definition.delete(context, previousOf(id, olds)));
    },
  };

  /** Whether a run that was broken off deleted the object, of which the state does not know. */
  async function isDeletedBefore(context: Context, id: string, olds: Properties): Promise<boolean> {
    if (!ownerships.isDeletionNoted(context, id)) return false;
    if ((await definition.read(context, previousOf(id, olds))) !== undefined) {
      ownerships.forgetDeletion(context, id);
      return false;
    }
    context.log.info(`${definition.type} ${id} was deleted by a run that was broken off: it is made anew.`);
    return true;
  }

  /** Inputs that `check` derived (their schema has no key for them) travel beside the parsed ones. */
  function parse(schema: In, news: Properties): Inputs {
    const isDeclared = ([key]: [string, unknown]): boolean => Object.hasOwn(schema.shape, key);
    const known = Object.fromEntries(Object.entries(news).filter(isDeclared));
    const derived = Object.fromEntries(Object.entries(news).filter((entry) => !isDeclared(entry)));
    return { ...(schema.parse(known) as object), ...derived } as Inputs;
  }
}

/**
 * The declared inputs whose value differs from the state's, each as an update. An unknown value counts as changed. Only
 * declared properties are compared; the handler judges those that are no longer declared.
 */
export function changedProperties(
  previous: Previous<unknown>,
  news: Properties,
  properties: readonly string[],
): Change[] {
  const outputs: Properties = isProperties(previous.outputs) ? previous.outputs : {};
  return properties
    .filter((property) => news[property] !== undefined)
    .filter((property) => containsUnknown(news[property]) || !isEqual(news[property], outputs[property]))
    .map((property) => ({ property, kind: "update" as const }));
}

/**
 * Runs what follows once the object exists: a failure keeps its id, with the outputs that `known` gives then. If that
 * fails as well, the id alone is kept.
 */
export async function keepingId<Result>(
  id: string,
  known: () => Properties | Promise<Properties>,
  run: () => Promise<Result>,
): Promise<Result> {
  try {
    return await run();
  } catch (thrown) {
    if (thrown instanceof PartialError) throw thrown;
    const outputs = await Promise.resolve()
      .then(known)
      .catch((): Properties => ({}));
    throw new PartialError(id, outputs, toError(thrown));
  }
}

/** For what is still to be done after a failure: an interrupt has ended the requests of the operation itself. */
export function afterFailure(context: Context): Context {
  const signal = AbortSignal.timeout(AFTER_FAILURE_MILLISECONDS);
  const deadline = { milliseconds: AFTER_FAILURE_MILLISECONDS };
  return { ...context, signal, deadline, client: context.client.with({ signal, deadline }) };
}

/** An object as a failure left it; as it was last seen when it can't be read any more. The next refresh reads it. */
export async function readAfterFailure<Seen>(
  context: Context,
  seen: Seen,
  read: (context: Context) => Promise<Seen | undefined>,
): Promise<Seen> {
  return (await read(afterFailure(context)).catch(() => undefined)) ?? seen;
}

function withoutUndefined(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
