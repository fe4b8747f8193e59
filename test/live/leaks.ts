// What a run of the engine printed and left, searched for secrets.
import path from "node:path";
import { scanFolder, scanTexts, type Leak } from "../fakes/leak-scan";
import type { Stack } from "./stack";

/** The engine's logs and those of its processes, all that there is of them. */
export const ALL_LOGS = ["--logtostderr", "-v=11", "--logflow"];

const SHOWN_LEAKS = 40;

/** Pipes between the language host and the program, which a program that fails leaves: nothing stays in a pipe. */
const PIPES = /\/pulumi-node-pipes\d+\/invoke_re[qs]$/;

/** Finds the secrets in what a stack's commands print and leave. */
export class LeakScan {
  /** All leaks so far, each at the first step that showed it; and what could not be read. */
  readonly found: string[] = [];
  private readonly seen = new Set<string>();

  constructor(
    private readonly stack: Stack,
    private readonly secrets: Readonly<Record<string, string>>,
  ) {
    // Nothing is shared with other stacks: the provider's notes and kept code are in the stack's folder.
    stack.environment["PULUMI_HOME"] = path.join(stack.root, "home");
  }

  /** Looks through what the command printed, and through all files that there are after it. */
  after(step: string, { text }: { text: string }): void {
    const { leaks, unread } = scanFolder(this.stack.root, this.secrets);
    const unseen = unread.filter((file) => !PIPES.test(file));
    const printed = scanTexts([text], this.secrets).map((leak) => ({ ...leak, place: "printed" }));
    for (const told of [...unseen, ...[...leaks, ...printed].map(describeLeak)]) {
      if (this.seen.has(told)) continue;
      this.seen.add(told);
      if (this.found.length < SHOWN_LEAKS) this.found.push(`${step}: ${told}`);
    }
  }
}

function describeLeak({ place, secret, form, line }: Leak): string {
  return `${place}: ${secret}, ${form}: ${line}`;
}
