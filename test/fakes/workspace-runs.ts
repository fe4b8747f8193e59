// Workspaces of one program on the fake Coder, and its runs, one after the other.
import type { TemplateVersionParameter } from "../../provider/client/template-versions";
import { passingOwnership, type Ownership } from "../../provider/ownership/ownership";
import { workspaceHandler } from "../../provider/resources/workspace/workspace";
import { FakeCoder } from "./coder";
import { parameter } from "./coder/template-versions";
import type { StoredTemplate } from "./coder/templates";
import { Driver } from "./driver";

export const parameters = [
  parameter("cpus", "number", { default_value: "2" }),
  parameter("zone", "string", { mutable: false }),
];

export interface Setup {
  coder: FakeCoder;
  templateId: string;
  versionId: string;
}

const started: FakeCoder[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((coder) => coder.close()));
});

/** A fake Coder that ends with the test. */
export async function startCoder(): Promise<FakeCoder> {
  const coder = await FakeCoder.start();
  started.push(coder);
  return coder;
}

export async function setUp(): Promise<Setup> {
  const coder = await startCoder();
  return { coder, ...addTemplate(coder, parameters) };
}

/** A template whose active version has these parameters. */
export function addTemplate(
  coder: FakeCoder,
  declared: TemplateVersionParameter[] = [],
  more: Partial<StoredTemplate> = {},
): { templateId: string; versionId: string } {
  const { id: versionId } = coder.addVersion({ parameters: declared });
  return { templateId: coder.addTemplate({ active_version_id: versionId, ...more }).id, versionId };
}

/** Another run of the program on this machine. It has the notes of the run before, but not its memory. */
export function beginRun(server: { ownership: Ownership }, { isAfterCrash = false } = {}): void {
  if (!isAfterCrash) server.ownership.notes.settleOwn();
  const { notes, holdings } = server.ownership;
  server.ownership = { ...passingOwnership(), notes, holdings };
}

/** Another run on another machine, without notes. */
export function beginRunElsewhere(server: { ownership: Ownership }): void {
  server.ownership = passingOwnership();
}

export function resource(coder: FakeCoder, name = "dev"): Driver {
  return new Driver(workspaceHandler, coder, { resourceName: name });
}

/** The same resource with its state under another name, as an alias or `pulumi state rename` makes it. */
export function renamed(former: Driver, name: string): Driver {
  const { coder, id, inputs, outputs } = former;
  return Object.assign(resource(coder, name), { id, inputs, outputs });
}

/** Whether the workspace runs, is stopped or deleted. */
export function statusOf({ coder, id }: Driver): string {
  return coder.workspace(id).latest_build.status;
}
