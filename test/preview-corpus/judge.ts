// Whether a preview said what a program of the corpus has to be told: each message once, at its resource and with its
// property, and nothing beside.
import type { CorpusProgram, ExpectedMessage } from "./programs";

export interface Said {
  /** The resource's name in the program; "" for the stack. */
  name: string;
  severity: string;
  message: string;
  isEphemeral: boolean;
}

export interface Previewed {
  exitCode: number | null;
  diagnostics: readonly Said[];
  text: string;
}

/** What no user should have to read. */
const INTERNALS = /\n\s+at .*\(|\[object |\bundefined\b|UnhandledPromise|Unexpected token/;

/** What is wrong with the answer, one line each; empty when all is well. */
export function judge(
  { fails, warns, hides }: Pick<CorpusProgram, "fails" | "warns" | "hides">,
  { exitCode, diagnostics, text }: Previewed,
): string[] {
  const said = diagnostics.filter(({ name, isEphemeral }) => name !== "" && !isEphemeral);
  const isRefused = exitCode !== 0;
  const wrong = [
    ...(isRefused === fails.length > 0 ? [] : [isRefused ? "It is refused." : "It is not refused."]),
    ...compare("error", fails, said),
    ...compare("warning", warns, said),
    ...hides.filter((hidden) => text.includes(hidden)).map((hidden) => `It shows "${hidden}".`),
    ...said.filter(({ message }) => INTERNALS.test(message)).map(({ message }) => `It shows internals: ${message}`),
  ];
  // Without a line at a resource, only the whole text tells what went wrong.
  return wrong.length > 0 && isRefused && said.length === 0 ? [...wrong, text] : wrong;
}

function compare(severity: "error" | "warning", expected: readonly ExpectedMessage[], said: readonly Said[]): string[] {
  const left = said.filter((each) => each.severity === severity);
  const missing = expected.filter((message) => {
    const index = left.findIndex((each) => isSaid(message, each));
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
  return [
    ...missing.map(
      ({ resource, property, says }) => `No ${severity} at "${resource}" for \`${property}\` says: ${says}`,
    ),
    ...left.map(({ name, message }) => `A ${severity} at "${name}" that was not to be: ${message}`),
  ];
}

function isSaid({ resource, property, says }: ExpectedMessage, { name, message }: Said): boolean {
  const isNamed = property === "" || message.includes(`\`${property}`) || message.includes(`"${property}"`);
  return name === resource && isNamed && message.includes(says);
}
