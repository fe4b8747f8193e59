// What a server is too old for, by the version that every answer carries. Sends nothing.

/** `2.24`: releases of Coder differ by their second number. */
type Release = readonly [major: number, minor: number];

/** The oldest release that the tests run on. */
const OLDEST: Release = [2, 20];

/** What came later: how a message calls it, and the release that brought it. */
const FEATURES = {
  presetBuilds: { what: "Building with a preset", since: [2, 23] },
  parameterFlows: { what: "Another flow than the classic one", since: [2, 23] },
  daemonStatuses: { what: "Filtering provisioner daemons by status", since: [2, 26] },
  parameterEvaluation: { what: "Evaluating parameters", since: [2, 24] },
  presetRules: { what: "Refusing presets that exclude each other", since: [2, 24] },
  organizationPortSharing: { what: 'Sharing ports with an "organization"', since: [2, 24] },
} as const satisfies Record<string, { what: string; since: Release }>;

export type ServerFeature = keyof typeof FEATURES;

/** Why the server can't do it; undefined when it can, as far as its version tells. */
export function reasonOfLack(feature: ServerFeature, serverVersion: string): string | undefined {
  const { what, since } = FEATURES[feature];
  return isBefore(serverVersion, since)
    ? `${what} needs Coder ${textOf(since)} or newer, and this server is ${serverVersion}.`
    : undefined;
}

/** What to tell about a server that is older than what is tested; undefined when it is not. */
export function ageNotice(url: string, serverVersion: string): string | undefined {
  if (!isBefore(serverVersion, OLDEST)) return undefined;
  return (
    `The Coder server at "${url}" is ${serverVersion}, and this package is made for ${textOf(OLDEST)} and newer: ` +
    "some of it may fail there. Update the server."
  );
}

/** A server that was built from no release calls itself 0.0.0, and is taken for a new one. */
function isBefore(serverVersion: string, [major, minor]: Release): boolean {
  const found = /^v?(\d+)\.(\d+)/.exec(serverVersion);
  const foundMajor = Number(found?.[1] ?? 0);
  if (foundMajor === 0) return false;
  return foundMajor < major || (foundMajor === major && Number(found?.[2]) < minor);
}

function textOf([major, minor]: Release): string {
  return `${major}.${minor}`;
}
