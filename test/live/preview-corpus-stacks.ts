// Stacks that preview programs of the corpus, one after the other: a preview leaves nothing in a stack, so programs
// share those that are alike.
import {
  PREAMBLE,
  programBefore,
  sharedFiles,
  textIn,
  type CorpusProgram,
  type Situation,
} from "../preview-corpus/programs";
import { usePlugin, type Host } from "./host-programs";
import type { Live } from "./live";
import type { CorpusServer } from "./preview-corpus-server";
import type { Stack } from "./stack";

/** The classes of the package itself: they also tell where a value comes from. */
const CLASSES: Record<Host, string> = { dynamic: "pulumi-coderd", plugin: "pulumi-coderd/plugin" };

export class CorpusStacks {
  private readonly stacks = new Map<string, Promise<Stack>>();
  private readonly written = new Map<Stack, string[]>();

  constructor(
    private readonly live: Live,
    private readonly server: () => CorpusServer,
  ) {}

  /** A stack with the program in it, ready for a preview. */
  async with(host: Host, program: CorpusProgram, situation: Situation): Promise<Stack> {
    const { user, configuration } = program;
    const isChanged = situation === "changed";
    const key = JSON.stringify([host, isChanged, user, configuration]);
    const made = this.stacks.get(key) ?? this.make(host, { ...program, isChanged });
    this.stacks.set(key, made);
    const stack = await made;
    this.write(stack, { ...sharedFiles(), ...program.files });
    stack.writeProgram(wholeProgram(host, textIn(situation, program)));
    return stack;
  }

  /** A stack for one program alone, which may be applied. */
  async own(host: Host, program: CorpusProgram, situation: Situation): Promise<Stack> {
    const stack = await this.make(host, { ...program, isChanged: situation === "changed" });
    this.write(stack, { ...sharedFiles(), ...program.files });
    stack.writeProgram(wholeProgram(host, textIn(situation, program)));
    return stack;
  }

  private async make(
    host: Host,
    { user, configuration, isChanged }: Pick<CorpusProgram, "user" | "configuration"> & { isChanged: boolean },
  ): Promise<Stack> {
    const server = this.server();
    const stack = await this.live.stack(wholeProgram(host, programBefore()), {
      files: sharedFiles(),
      configuration: { ...server.configuration, ...configuration },
      ...(user && { environment: { CODER_SESSION_TOKEN: server.tokens[user] } }),
    });
    this.written.set(stack, Object.keys(sharedFiles()));
    if (host === "plugin") usePlugin(stack);
    if (isChanged) await stack.up();
    return stack;
  }

  /** In place of the files of the program before. */
  private write(stack: Stack, files: Record<string, string>): void {
    for (const file of this.written.get(stack) ?? []) stack.removeFile(file);
    for (const [file, text] of Object.entries(files)) stack.writeFile(file, text);
    this.written.set(stack, Object.keys(files));
  }
}

function wholeProgram(host: Host, text: string): string {
  return `const coderd = require("${CLASSES[host]}");\n${PREAMBLE}${text}`;
}
