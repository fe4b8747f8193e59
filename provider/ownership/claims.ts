// Which resource of a run has which object and wants which name: no object may have two owners. Asks no server.
import type { Entry, Journal, Standing, Subject } from "./journal";

interface Rival {
  urn: string;
  standing: Standing;
}

/** The strongest standing first. */
const STRENGTH: readonly Standing[] = ["taken", "held", "wanted", "refused", "leaving", "seen"];

/** Without a server: ids are unique everywhere, and one server may have several addresses. */
export function objectOf(type: string, id: string): Subject {
  return { server: "", type, key: id };
}

/** What a message calls it: "workspace". */
export function nounOf({ type }: { type: string }): string {
  return type.toLowerCase();
}

export function nameOf({ client }: { client: { readonly url: string } }, type: string, name: string): Subject {
  return { server: client.url, type, key: name };
}

/** Whether nobody else may be given the object. */
export function keepsObject({ standing }: Rival): boolean {
  return standing === "held" || standing === "taken" || standing === "wanted";
}

export class Claims {
  private readonly objects = new Map<string, Map<string, Standing>>();
  /** The same by resource: none of a thousand looks at the objects of the others. */
  private readonly objectsOfUrn = new Map<string, Map<string, Subject>>();
  private readonly names = new Map<string, Map<string, string>>();
  private readonly nameOfUrn = new Map<string, string>();
  private readonly freeNames = new Map<string, number>();

  constructor(private readonly journal?: Journal) {}

  /** Undefined gives the object up. */
  set(urn: string, subject: Subject, standing: Standing | undefined): void {
    if (urn === "" || this.objects.get(keyOf(subject))?.get(urn) === standing) return;
    this.add({ kind: "object", subject, urn, standing });
  }

  /** The other resource with the strongest standing. */
  rivalOf(urn: string, subject: Subject): Rival | undefined {
    this.learn();
    const others = [...(this.objects.get(keyOf(subject)) ?? [])].filter(([other]) => other !== urn);
    const rivals = others.map(([other, standing]) => ({ urn: other, standing }));
    return rivals.sort((one, two) => STRENGTH.indexOf(one.standing) - STRENGTH.indexOf(two.standing))[0];
  }

  standingOf(urn: string, subject: Subject): Standing | undefined {
    return this.objects.get(keyOf(subject))?.get(urn);
  }

  /** Whether the resource has an object of the type in this run. */
  holdsAny(urn: string, type: string): boolean {
    return this.subjectsOf(urn).some(
      (subject) => subject.type === type && ["held", "taken"].includes(this.standingOf(urn, subject) ?? ""),
    );
  }

  /**
   * Notes that the resource wants the name. Returns the other resources of the run that want it, each with the owner as
   * its program names it.
   */
  want(urn: string, subject: Subject, owner: string): { urn: string; owner: string }[] {
    if (urn === "") return [];
    this.learn();
    const key = keyOf(subject);
    if (this.nameOfUrn.get(urn) !== key || this.names.get(key)?.get(urn) !== owner)
      this.add({ kind: "name", subject, urn, owner });
    return [...(this.names.get(key) ?? [])]
      .filter(([other]) => other !== urn)
      .map(([other, theirs]) => ({ urn: other, owner: theirs }));
  }

  /** The resource can't have the name: others still may. */
  giveUp(urn: string, subject: Subject): void {
    if (this.nameOfUrn.get(urn) === keyOf(subject)) this.add({ kind: "name", subject, urn, owner: undefined });
  }

  /** When, by this machine's clock, nobody had the name that the resource wants. Undefined where somebody may. */
  setFree(urn: string, subject: Subject, time: number | undefined): void {
    const key = `${urn}\n${keyOf(subject)}`;
    if (time === undefined) this.freeNames.delete(key);
    else this.freeNames.set(key, time);
  }

  freeAt(urn: string, subject: Subject): number | undefined {
    return this.freeNames.get(`${urn}\n${keyOf(subject)}`);
  }

  /** The resource is checked as a new one: the object that it has is about to be replaced. */
  leave(urn: string): void {
    for (const subject of this.subjectsOf(urn)) {
      if (this.standingOf(urn, subject) === "held") this.set(urn, subject, "leaving");
    }
  }

  private subjectsOf(urn: string): Subject[] {
    return [...(this.objectsOfUrn.get(urn)?.values() ?? [])];
  }

  private add(entry: Entry): void {
    this.apply(entry);
    this.journal?.append(entry);
  }

  /** Applies what other processes of the run have written since. */
  private learn(): void {
    for (const entry of this.journal?.news() ?? []) this.apply(entry);
  }

  private apply(entry: Entry): void {
    const key = keyOf(entry.subject);
    if (entry.kind === "object") {
      const standings = this.objects.get(key) ?? new Map<string, Standing>();
      if (entry.standing === undefined) standings.delete(entry.urn);
      else standings.set(entry.urn, entry.standing);
      this.objects.set(key, standings);
      const subjects = this.objectsOfUrn.get(entry.urn) ?? new Map<string, Subject>();
      if (entry.standing === undefined) subjects.delete(key);
      else subjects.set(key, entry.subject);
      this.objectsOfUrn.set(entry.urn, subjects);
      return;
    }
    const earlier = this.nameOfUrn.get(entry.urn);
    if (earlier !== undefined) this.names.get(earlier)?.delete(entry.urn);
    this.nameOfUrn.delete(entry.urn);
    if (entry.owner === undefined) return;
    this.nameOfUrn.set(entry.urn, key);
    const wanting = this.names.get(key) ?? new Map<string, string>();
    wanting.set(entry.urn, entry.owner);
    this.names.set(key, wanting);
  }
}

function keyOf({ server, type, key }: Subject): string {
  return [server, type, key.toLowerCase()].join("\n");
}
