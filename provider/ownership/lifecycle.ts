// Where the operations of a resource meet its ownership: what each of them notes and asks. Does nothing for types whose
// objects several resources may share.
import { InputError, type InputFailure } from "../errors";
import { nounOf, objectOf } from "./claims";
import type { Subject } from "./journal";
import { checkAdoption, checkName, noteHeld, ownerInstead, ownSince } from "./guard";
import type { Matter } from "./notes";
import type { Owned, Scope } from "./wish";
import { stackOf } from "./words";

type Inputs = Readonly<Record<string, unknown>>;

/** A failure at one of these says enough about the object: its name is not checked then. */
const OWNING_PROPERTIES: readonly string[] = ["", "adopt", "name", "owner", "organization"];

/** The ownership of one resource type. `owned` is undefined where several resources may share an object. */
export class Ownerships<Context extends Scope> {
  constructor(
    private readonly type: string,
    private readonly owned: ((context: Context) => Owned) | undefined,
  ) {}

  /** Whether the resource has the object of `adopt` already. A replacement of it is to make another one. */
  isAdopted(context: Context, adopt: unknown): boolean {
    const object = this.objectOf(adopt);
    return object !== undefined && ["compared", "refreshed"].includes(ownSince(context, object) ?? "");
  }

  /** Runs before the object is looked up: another resource's object can't be adopted, whatever else is wrong. */
  checkAdoption(context: Context, adopt: unknown): InputFailure[] {
    const object = this.objectOf(adopt);
    return object === undefined ? [] : checkAdoption(context, object);
  }

  async checkName(
    context: Context,
    news: Inputs,
    olds: Inputs | undefined,
    failures: readonly InputFailure[],
  ): Promise<InputFailure[]> {
    if (this.owned === undefined || failures.some(({ property }) => OWNING_PROPERTIES.includes(property))) return [];
    try {
      return await checkName(context, this.owned(context), news, olds);
    } catch (thrown) {
      if (thrown instanceof InputError) return [...thrown.failures];
      throw thrown;
    }
  }

  held(context: Context, id: string): void {
    const object = this.objectOf(id);
    if (object !== undefined) noteHeld(context, object);
  }

  /** The object is to be replaced: the engine deletes it, under the resource's former URN if it has one. */
  leaving(context: Context, id: string): void {
    const object = this.objectOf(id);
    if (object !== undefined) context.ownership.claims.set(context.urn, object, "leaving");
  }

  /** A refresh saw the object in the state of the resource. */
  seen(context: Context, id: string): void {
    const object = this.objectOf(id);
    if (object === undefined) return;
    const { claims, notes } = context.ownership;
    const standing = claims.standingOf(context.urn, object);
    if (standing === undefined || standing === "refused") claims.set(context.urn, object, "seen");
    notes.settle(id);
  }

  /** The resource has made or adopted the object. */
  given(context: Context, id: string): void {
    const object = this.objectOf(id);
    if (object === undefined) return;
    const { claims } = context.ownership;
    const standing = claims.standingOf(context.urn, object) ?? "held";
    claims.set(context.urn, object, standing === "wanted" ? "taken" : standing);
  }

  /** Runs the deletion, unless another resource has the object by now. */
  async delete(context: Context, id: string, run: () => Promise<void>): Promise<void> {
    const object = this.objectOf(id);
    if (object === undefined) return run();
    const owner = ownerInstead(context, object);
    if (owner !== undefined) {
      context.log.warning(
        `The ${nounOf(object)} ${id} stays: resource "${owner}" has it now, and "${context.urn}" only forgets it.`,
      );
      return;
    }
    // The note stays even if the request fails: it only makes the next run look whether the object is still there.
    const { serverTime: time } = context.client;
    const note = context.ownership.notes.begin(deletionOf(context, id), { time, digest: "" });
    await run();
    note.made(id);
    context.ownership.holdings.remove(object);
  }

  /** Whether an earlier run of this stack began to delete the object, and ended before the state knew. */
  isDeletionNoted(context: Context, id: string): boolean {
    if (this.objectOf(id) === undefined || context.ownership.notes.isEmpty) return false;
    return context.ownership.notes.attempts(deletionOf(context, id)).length > 0;
  }

  forgetDeletion(context: Context, id: string): void {
    if (this.isDeletionNoted(context, id)) context.ownership.notes.forget(deletionOf(context, id));
  }

  /** Undefined while the id is not known, and where objects may be shared. */
  private objectOf(id: unknown): Subject | undefined {
    return this.owned === undefined || typeof id !== "string" ? undefined : objectOf(this.type, id);
  }
}

function deletionOf({ urn, client }: Scope, id: string): Matter {
  return { kind: "deletion", server: client.url, urn: stackOf(urn), owner: "", name: id };
}
