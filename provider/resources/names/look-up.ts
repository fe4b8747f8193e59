// Looks up a list of names and ids at once: what each of them means, and everything that is wrong with them.
import { quoted } from "../../errors";

export interface LookedUp<Found> {
  /** By the name or id in the program. */
  found: Map<string, Found>;
  /** Sentences, one per kind of mistake. */
  problems: string[];
}

/**
 * @param what noun of the objects, such as "user"
 * @param advice what to do about a name that does not exist
 */
export async function lookUpAll<Found extends { id: string }>(
  what: string,
  names: readonly string[],
  find: (name: string) => Promise<Found | undefined>,
  advice: string,
): Promise<LookedUp<Found>> {
  const distinct = [...new Set(names)];
  const results = await Promise.all(distinct.map(async (name) => ({ name, found: await find(name) })));
  const found = new Map(
    results.flatMap((result) => (result.found === undefined ? [] : [[result.name, result.found] as const])),
  );
  const missing = distinct.filter((name) => !found.has(name));
  const problems: string[] = [];
  if (missing.length > 0) {
    const [there, them] = missing.length === 1 ? [`There is no ${what}`, "it"] : [`There are no ${what}s`, "them"];
    problems.push(`${there} ${quoted(missing, "and")}, or the token's user may not see ${them}. ${advice}`);
  }
  for (const name of distinct.filter((each) => names.indexOf(each) !== names.lastIndexOf(each))) {
    problems.push(`"${name}" is there more than once. Name it once.`);
  }
  for (const [name, { id }] of found) {
    const same = [...found].filter(([, other]) => other.id === id).map(([other]) => other);
    if (same.length > 1 && same[0] === name)
      problems.push(`${quoted(same, "and")} are the same ${what}. Name it once.`);
  }
  return { found, problems };
}
