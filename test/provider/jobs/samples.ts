// Logs of jobs that ran on a real server (v2.24.0, Terraform 1.11), with most of the debug lines left out.
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { provisionerJobLogSchema, type ProvisionerJobLog } from "../../../provider/client/provisioner";
import { JobLog, readLogEntry } from "../../../provider/jobs/logs";

const jobSchema = z.object({ status: z.string(), error: z.string().default(""), error_code: z.string().optional() });

export interface Sample {
  job: z.output<typeof jobSchema>;
  logs: ProvisionerJobLog[];
}

/** Each file holds the job in its first line, then one log entry a line. */
export function readSample(name: string): Sample {
  const lines = fs
    .readFileSync(path.join(__dirname, "samples", `${name}.jsonl`), "utf8")
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  return { job: jobSchema.parse(lines[0]), logs: z.array(provisionerJobLogSchema).parse(lines.slice(1)) };
}

export function jobLogOf(
  logs: readonly ProvisionerJobLog[],
  redact: (text: string) => string = (text) => text,
): JobLog {
  const log = new JobLog();
  for (const entry of logs) for (const line of readLogEntry(entry, redact)) log.add(line);
  return log;
}
