// One WebSocket as an async iterator of its messages, and the watch over whether its other end is still there.
// resume.ts opens the next one.
import type { CloseEvent, MessageEvent } from "undici";
import type { Clock } from "./clock";
import type { Socket } from "./socket";

const NORMAL_CLOSE = 1000;

/** The server gives a sign of life every 15 seconds by itself, and answers a ping at once. */
const BEAT_MILLISECONDS = 10_000;
/** After so many beats without a byte the connection is dead, whatever the operating system thinks of it. */
const SILENT_BEATS = 3;

/** The stream ended before it was said to be complete. */
export class StreamDropped extends Error {
  constructor(
    /** It never opened: the server refused it, or could not be reached. */
    readonly isRefused: boolean,
    what: string,
    options?: ErrorOptions,
  ) {
    super(isRefused ? "The stream could not be opened" : what, options);
  }
}

interface Watch {
  /** How much has come so far: a number that rises with each sign of life. */
  signsOfLife: () => number;
  /** Asks the other end for a sign of life. */
  ping?: () => void;
  onSilence: (silence: StreamDropped) => void;
}

/** Watches until the returned function is called. */
export function watchOver({ signsOfLife, ping, onSilence }: Watch, clock: Clock): () => void {
  let seen = signsOfLife();
  let silentBeats = 0;
  return clock.every(BEAT_MILLISECONDS, () => {
    const now = signsOfLife();
    silentBeats = now === seen ? silentBeats + 1 : 0;
    seen = now;
    if (silentBeats >= SILENT_BEATS) {
      onSilence(new StreamDropped(false, `The stream was silent for ${(SILENT_BEATS * BEAT_MILLISECONDS) / 1000} s`));
    } else ping?.();
  });
}

/** Sends nothing but pings and the closing frame: some streams take anything else as the end. */
export async function* messagesOf(
  socket: Socket,
  clock: Clock,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, void> {
  const { webSocket } = socket;
  const messages: string[] = [];
  let isOpened = false;
  let closed: CloseEvent | undefined;
  let silence: StreamDropped | undefined;
  let wake: () => void = () => {};

  webSocket.onopen = () => {
    isOpened = true;
  };
  webSocket.onmessage = (event: MessageEvent) => {
    messages.push(String(event.data));
    wake();
  };
  webSocket.onclose = (event) => {
    closed = event;
    wake();
  };
  const abort = (): void => wake();
  signal?.addEventListener("abort", abort);
  const endWatch = watchOver(
    {
      signsOfLife: () => socket.bytesRead,
      ping: () => socket.ping(),
      onSilence: (dropped) => {
        // Until it is open, the time limit of the connection holds.
        if (!isOpened) return;
        silence = dropped;
        wake();
      },
    },
    clock,
  );

  try {
    for (;;) {
      signal?.throwIfAborted();
      const message = messages.shift();
      if (message !== undefined) {
        yield message;
      } else if (closed !== undefined) {
        if (closed.code === NORMAL_CLOSE) return;
        const { code, reason } = closed;
        throw new StreamDropped(!isOpened, `The stream broke off (code ${code}${reason === "" ? "" : `, ${reason}`})`);
      } else if (silence !== undefined) {
        throw silence;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    endWatch();
    signal?.removeEventListener("abort", abort);
    if (silence === undefined) socket.close();
    else socket.destroy();
  }
}
