// The end of the engine, as its providers see it: an engine that was killed does not end them. A provider that went on
// would change the server beside the next run, which knows nothing of it.
import { connect } from "node:http2";

const CHECK_MILLISECONDS = 250;

/**
 * Ends the process at once when the engine is gone. Nobody gets the answers of what is under way: the next run finds
 * that by the notes, as after a provider that was killed itself.
 * @param options `isBehindShell`: the parent is a shell, which outlives the engine
 */
export function endWithParent(
  engineAddress: string | undefined,
  end: () => void,
  { isBehindShell = false } = {},
): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, CHECK_MILLISECONDS).unref();
  // The parent may be a shell that outlives the engine, and Windows never tells of another parent.
  if (engineAddress !== undefined && /^[^/\s]+:\d+$/.test(engineAddress))
    watchEngine(engineAddress, { end, isCalled: isBehindShell });
}

/**
 * A connection that the engine's service takes as one of a client, and that breaks off when the engine ends.
 * `isCalled`: the engine was there before. Else an address that never answers may be nobody's.
 */
function watchEngine(address: string, { end, isCalled }: { end: () => void; isCalled: boolean }): void {
  let wasThere = isCalled;
  const open = (): void => {
    let isRefused = false;
    const session = connect(`http://${address}`);
    session.on("connect", () => (wasThere = true));
    session.on("error", (thrown: NodeJS.ErrnoException) => (isRefused = thrown.code === "ECONNREFUSED"));
    session.on("close", () => {
      if (!isRefused) setTimeout(open, CHECK_MILLISECONDS).unref();
      else if (wasThere) end();
    });
    session.unref();
  };
  open();
}
