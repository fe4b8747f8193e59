// What the guard of objects works on: an operation of a resource, a name that it asks for, and who has that name.
import type { ResourceLog } from "../log";
import type { Ownership } from "./ownership";

/**
 * How the provider knows that a resource has an object: this run compared it with the program (`compared`), this run
 * refreshed it (`refreshed`), or an earlier run saw it in a state that may have lost it since (`earlier`).
 */
export type Own = "compared" | "refreshed" | "earlier";

/** What the guard needs of an operation. */
export interface Scope {
  /** Empty while the URN is not known. */
  readonly urn: string;
  readonly ownership: Ownership;
  /** Whether the program lets a replacement delete the old object first; undefined where the host is not told. */
  readonly deletesBeforeReplace?: boolean | undefined;
  readonly client: { readonly url: string; readonly serverTime: number };
  readonly log: ResourceLog;
}

/** A name, and who has it there: a user or an organization, as the program names it. */
interface OwnedName {
  owner: string;
  name: string;
}

/** An object that has a name. */
export interface Holder {
  id: string;
  /** `workspace <id> of template "docker": <address>` */
  description: string;
  /** User name of its maker, where the server tells. */
  maker?: string | undefined;
  makerId?: string | undefined;
  createdAt?: string | undefined;
  /** Digest of what the object was made with, to be compared with a note. */
  digest: string | undefined;
}

/** How to find names and their holders, for a resource type whose objects have only one owner. */
export interface Owned {
  /** Resource type. */
  type: string;
  /** Whether two names may differ in case only. */
  isCaseSensitive?: boolean;
  /** What a replacement destroys beside the object, as a sentence. */
  afterReplacement?: string;
  /** Undefined while owner or name are not known. */
  nameOf(inputs: Readonly<Record<string, unknown>>): OwnedName | undefined;
  /** The id of the owner, however the program names it. */
  ownerIdOf(owner: string): Promise<string>;
  holderOf(name: OwnedName): Promise<Holder | undefined>;
  /** A cheaper answer for many names at once. True only where nobody has the name. */
  isFree?(name: OwnedName): Promise<boolean>;
  callerId(): Promise<string>;
}

/** An object that a resource is to have. */
export interface Wish {
  owned: Owned;
  wanted: OwnedName;
}
