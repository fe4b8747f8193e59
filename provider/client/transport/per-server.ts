// What all clients of this process share about one server, whatever each is configured for.
import type { Clock } from "./clock";

/** By clock too, so that no two tests share it. */
export function perServer<Shared>(make: (clock: Clock) => Shared): (url: string, clock: Clock) => Shared {
  const known = new WeakMap<Clock, Map<string, Shared>>();
  return (url, clock) => {
    const ofClock = known.get(clock) ?? new Map<string, Shared>();
    known.set(clock, ofClock);
    const shared = ofClock.get(url) ?? make(clock);
    ofClock.set(url, shared);
    return shared;
  };
}
