// The log of a provisioner job: as it is, and as a stream until the job ends. Following a job to its end lives in jobs.
import { hasJobEnded, provisionerJobLogSchema, type ProvisionerJob, type ProvisionerJobLog } from "./provisioner";
import { listOf } from "./transport/schemas";
import type { RequestOptions, Transport } from "./transport/transport";

/** How often the job behind a stream that has brought nothing is asked for. */
const QUIET_MILLISECONDS = 15_000;

/** Coder's API reference also lists `before`; no supported server reads it. */
export interface LogQuery {
  /** Id of the last line that is known: the answer begins with the next one. */
  after?: number | undefined;
}

/** How a stream of logs is read. */
export interface LogStreamOptions extends RequestOptions {
  /**
   * Reads one connection only: it ends when the server closes it, whatever becomes of the job, and throws when it
   * breaks off.
   * @default false
   */
  isSingle?: boolean | undefined;
}

/** Where the log is, and how to ask for its job. */
interface LoggedJob {
  path: string;
  getJob: (options: RequestOptions) => Promise<ProvisionerJob>;
}

export async function getLogs(
  transport: Transport,
  logsPath: string,
  query: LogQuery = {},
  options?: RequestOptions,
): Promise<ProvisionerJobLog[]> {
  const request = { method: "GET", path: logsPath, query: { after: query.after } } as const;
  const lines = await transport.json(listOf(provisionerJobLogSchema), request, options);
  return lines.map((line) => shown(transport, line, options));
}

function shown(transport: Transport, line: ProvisionerJobLog, options: RequestOptions | undefined): ProvisionerJobLog {
  return { ...line, output: transport.logText(line.output, options) };
}

/**
 * The lines of a job's log, each once and in order, until the job has ended and all are there. A connection that breaks
 * off is taken up again after the last line. The server also closes connections of a job that goes on (when it shuts
 * down), and never closes that of a job that was cancelled while it waited: so the job itself is asked.
 */
export async function* streamLogs(
  transport: Transport,
  { path, getJob }: LoggedJob,
  query: LogQuery = {},
  { isSingle = false, ...options }: LogStreamOptions = {},
): AsyncGenerator<ProvisionerJobLog, void, void> {
  let last = query.after;
  const isNew = ({ id }: ProvisionerJobLog): boolean => {
    if (last !== undefined && id <= last) return false;
    last = id;
    return true;
  };
  // The mere presence of `follow` makes the server expect a WebSocket.
  const connect = async function* (signal = options.signal): AsyncGenerator<ProvisionerJobLog, void, void> {
    const stream = { path, query: { follow: "", after: last } };
    for await (const line of transport.stream(provisionerJobLogSchema, stream, { ...options, signal }))
      yield shown(transport, line, options);
  };
  if (isSingle) {
    yield* connect();
    return;
  }
  const isOver = async (): Promise<boolean> => hasJobEnded(await getJob(options));
  const open = (): AsyncIterable<ProvisionerJobLog> => untilQuietEnd(transport, connect, isOver, options);
  for await (const line of transport.resumed({ open, isOver }, options)) if (isNew(line)) yield line;
  if (transport.isClosed) return;
  for (const line of await getLogs(transport, path, { after: last }, options)) if (isNew(line)) yield line;
}

/** One connection, which also ends when it has brought nothing and the job turns out to have ended. */
async function* untilQuietEnd(
  transport: Transport,
  connect: (signal: AbortSignal) => AsyncIterable<ProvisionerJobLog>,
  isOver: () => Promise<boolean>,
  { signal }: RequestOptions,
): AsyncGenerator<ProvisionerJobLog, void, void> {
  const quiet = new AbortController();
  const quietEnd = new Error("The job has ended.");
  let isQuiet = true;
  const ask = async (): Promise<void> => {
    if (await isOver()) quiet.abort(quietEnd);
  };
  const stopAsking = transport.clock.every(QUIET_MILLISECONDS, () => {
    if (isQuiet) ask().catch((thrown: unknown) => quiet.abort(thrown));
  });
  try {
    for await (const line of connect(AbortSignal.any([quiet.signal, ...(signal === undefined ? [] : [signal])]))) {
      isQuiet = false;
      yield line;
    }
  } catch (thrown) {
    if (thrown !== quietEnd) throw thrown;
  } finally {
    stopAsking();
  }
}
