// What a process learns in one run of the engine, of one server and as one user: another user may see other objects.
import type { Context } from "../../handler";
import type { Ownership } from "../../ownership/ownership";

export function keptByRun<Kept>(make: () => Kept): (context: Context) => Kept {
  const runs = new WeakMap<Ownership, Map<string, Kept>>();
  return ({ ownership, client }) => {
    const ofRun = runs.get(ownership) ?? new Map<string, Kept>();
    runs.set(ownership, ofRun);
    const kept = ofRun.get(client.identity) ?? make();
    ofRun.set(client.identity, kept);
    return kept;
  };
}
