// Where a resource's life meets the guard: what each operation notes and asks. Types whose objects may be shared pass
// through untouched.
import { InputError, type InputFailure } from "../errors";
import {
  checkAdoption,
  checkName,
  mayDelete,
  noteDeleted,
  noteGiven,
  noteHeld,
  noteLeaving,
  noteSeen,
  ownSince,
  type Owned,
  type Scope,
} from "./guard";

type Inputs = Readonly<Record<string, unknown>>;

/** While one of these is wrong, that failure says enough of who is to have the object. */
const OWNING_PROPERTIES: readonly string[] = ["", "adopt", "name", "owner", "organization"];

/** The guard of one resource type. `owned` is undefined where several resources may share an object. */
export class Ownerships<Context extends Scope> {
  constructor(
    private readonly type: string,
    private readonly owned: ((context: Context) => Owned) | undefined,
  ) {}

  /**
   * A replacement is to be another object than the one that its resource adopted: `adopt` is read at the creation only.
   */
  isAdopted(context: Context, adopt: unknown): boolean {
    if (this.owned === undefined || typeof adopt !== "string") return false;
    const own = ownSince(context, this.type, adopt);
    return own === "compared" || own === "refreshed";
  }

  /** Before the object is looked at: what another resource has is not to be adopted, whatever else is wrong. */
  checkAdoption(context: Context, adopt: unknown): InputFailure[] {
    if (this.owned === undefined || typeof adopt !== "string") return [];
    return checkAdoption(context, this.type, this.owned(context).what, adopt);
  }

  async checkName(
    context: Context,
    news: Inputs,
    olds: Inputs | undefined,
    failures: readonly InputFailure[],
  ): Promise<InputFailure[]> {
    if (this.owned === undefined || failures.some(({ property }) => OWNING_PROPERTIES.includes(property))) return [];
    try {
      return await checkName(context, this.type, this.owned(context), news, olds);
    } catch (thrown) {
      if (thrown instanceof InputError) return [...thrown.failures];
      throw thrown;
    }
  }

  held(context: Context, id: string): void {
    if (this.owned !== undefined) noteHeld(context, this.type, this.owned(context).what, id);
  }

  leaving(context: Context, id: string): void {
    if (this.owned !== undefined) noteLeaving(context, this.type, id);
  }

  seen(context: Context, id: string): void {
    if (this.owned !== undefined) noteSeen(context, this.type, id);
  }

  given(context: Context, id: string): void {
    if (this.owned !== undefined) noteGiven(context, this.type, id);
  }

  /** Runs the deletion, unless another resource has the object by now. */
  async delete(context: Context, id: string, run: () => Promise<void>): Promise<void> {
    if (this.owned === undefined) return run();
    const { what } = this.owned(context);
    const owner = mayDelete(context, this.type, what, id);
    if (owner !== undefined) {
      context.log.warning(
        `The ${what} ${id} stays: resource "${owner.urn}" has it now, and "${context.urn}" only forgets it.`,
      );
      return;
    }
    await run();
    noteDeleted(context, this.type, id);
  }
}
