// One WebSocket as an async iterator of its messages. Resuming after a drop is a matter of who reads.
import type { CloseEvent, MessageEvent, WebSocket } from "undici";

const NORMAL_CLOSE = 1000;

/** The stream ended before it was said to be complete. */
export class StreamDropped extends Error {
  constructor(
    /** It never opened: the server refused it, or could not be reached. */
    readonly isRefused: boolean,
    readonly code: number,
    reason: string,
  ) {
    super(isRefused ? "The stream could not be opened" : `The stream broke off (code ${code}${reason === "" ? "" : `, ${reason}`})`);
  }
}

/** Sends nothing but the closing frame: the server takes anything else as the end. */
export async function* messagesOf(socket: WebSocket, signal: AbortSignal | undefined): AsyncGenerator<string, void, void> {
  const messages: string[] = [];
  let isOpened = false;
  let closed: CloseEvent | undefined;
  let wake: () => void = () => {};

  socket.onopen = () => {
    isOpened = true;
  };
  socket.onmessage = (event: MessageEvent) => {
    messages.push(String(event.data));
    wake();
  };
  socket.onclose = (event) => {
    closed = event;
    wake();
  };
  const abort = (): void => wake();
  signal?.addEventListener("abort", abort);

  try {
    for (;;) {
      signal?.throwIfAborted();
      const message = messages.shift();
      if (message !== undefined) {
        yield message;
      } else if (closed !== undefined) {
        if (closed.code === NORMAL_CLOSE) return;
        throw new StreamDropped(!isOpened, closed.code, closed.reason);
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    signal?.removeEventListener("abort", abort);
    socket.close(NORMAL_CLOSE);
  }
}
