// Reads sources in a process of its own, whose memory is bounded, and tells what it took.
import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import type { Source } from "../../../provider/source/source";
import { makeTemporaryDirectory } from "./fixtures";

const ROOT = resolve(__dirname, "..", "..", "..");
/** Against hangs only. */
const LONGEST_MILLISECONDS = 60_000;

export interface Confined {
  /** Why the source is refused, with the folder of its archive as <root>; empty when it is not. */
  reasons: string[];
  /** How many files it has. */
  files: number;
  /** Of the processor: on a busy machine they last longer. */
  milliseconds: number;
  /** The most memory that the process ever had, of every sort. */
  megabytes: number;
}

/** What runs there: it is given the source as its input. */
const SCRIPT = `
const { readFileSync } = require("node:fs");
const { readSource } = require("./read.js");
// What Node tells of a process begins with what the one had that started it.
const peak = () =>
  process.platform === "linux"
    ? Number(/VmHWM:\\s*(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1])
    : process.resourceUsage().maxRSS;
const tell = (answer) => process.stdout.write(JSON.stringify({
  ...answer,
  milliseconds: Math.round((process.cpuUsage().user + process.cpuUsage().system) / 1000),
  megabytes: Math.round(peak() / 1024),
}));
readSource(JSON.parse(readFileSync(0, "utf8")), { rootDirectory: "/" }).then(
  ({ files }) => tell({ reasons: [], files: Object.keys(files).length }),
  (thrown) => tell({ reasons: thrown.failures?.map(({ reason }) => reason) ?? [String(thrown.stack)], files: 0 }),
);
`;

export class ConfinedReader {
  private readonly folder = makeTemporaryDirectory();

  constructor() {
    const entry = join(ROOT, "provider", "source", "read.ts");
    // Terraform's parser reads no archive.
    const ways = ["--bundle", "--platform=node", "--log-level=warning", "--external:@cdktn/hcl2json"];
    const options = [...ways, `--outfile=${join(this.folder, "read.js")}`];
    execFileSync(join(ROOT, "node_modules", ".bin", "esbuild"), [entry, ...options], { stdio: "inherit" });
  }

  /** @param heapMegabytes the most that objects may take; more ends the process */
  read(source: Source, heapMegabytes: number): Confined {
    const told = execFileSync(process.execPath, [`--max-old-space-size=${heapMegabytes}`, "-e", SCRIPT], {
      cwd: this.folder,
      input: JSON.stringify(source),
      encoding: "utf8",
      timeout: LONGEST_MILLISECONDS,
      maxBuffer: 64 << 20,
    });
    return JSON.parse(told) as Confined;
  }
}
