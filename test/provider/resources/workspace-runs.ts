// Runs of one program, one after the other, against the fake: what a run knows of the one before it.
import { passingOwnership, type Ownership } from "../../../provider/ownership/ownership";
import { workspaceHandler } from "../../../provider/resources/workspace/workspace";
import { FakeCoder, parameter } from "./fake-coder";
import { ResourceHarness } from "./resource-harness";

export const parameters = [
  parameter("cpus", "number", { default_value: "2" }),
  parameter("zone", "string", { mutable: false }),
];

export interface Setup {
  coder: FakeCoder;
  templateId: string;
  versionId: string;
}

export function setUp(): Setup {
  const coder = new FakeCoder();
  return { coder, ...coder.addTemplate(parameters) };
}

/** Another run of the program on this machine: of the one before it has the notes, and no word of who had what. */
export function beginRun(server: { ownership: Ownership }, { isAfterCrash = false } = {}): void {
  if (!isAfterCrash) server.ownership.notes.settleOwn();
  const { notes, holdings } = server.ownership;
  server.ownership = { ...passingOwnership(), notes, holdings };
}

/** Another run on another machine. */
export function beginRunElsewhere(server: { ownership: Ownership }): void {
  server.ownership = passingOwnership();
}

export function resource(coder: FakeCoder, name = "dev"): ResourceHarness {
  return new ResourceHarness(workspaceHandler, coder, name);
}

/**
 * The same resource under another name in the program, as an alias or `pulumi state rename` makes it: what its state
 * holds is handed on.
 */
export function renamed(former: ResourceHarness, name: string): ResourceHarness {
  const { coder, id, inputs, outputs } = former;
  return Object.assign(resource(coder, name), { id, inputs, outputs });
}

/** Whether the workspace runs, is stopped or deleted. */
export function statusOf({ coder, id }: ResourceHarness): string {
  return coder.workspace(id ?? "").latest_build.status;
}
