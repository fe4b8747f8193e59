// A WebSocket and the connection below it, which undici hides: how much has come over it, and a certain way to end it.
import { Socket as NetworkSocket } from "node:net";
import type { Duplex } from "node:stream";
import { ping, WebSocket, type Dispatcher } from "undici";

const NORMAL_CLOSE = 1000;
/** The server answers a closing frame at once, or not at all. */
const CLOSE_MILLISECONDS = 5_000;

export class Socket {
  readonly webSocket: WebSocket;
  #connection: Duplex | undefined;

  constructor(url: URL, dispatcher: Dispatcher, headers: Record<string, string>) {
    const noting = dispatcher.compose((dispatch) => (options, handler) => dispatch(options, this.#noting(handler)));
    this.webSocket = new WebSocket(url, { dispatcher: noting, headers });
  }

  /** Counts everything, also frames that undici answers by itself. NaN if unknown, which equals no other number. */
  get bytesRead(): number {
    return this.#connection instanceof NetworkSocket ? this.#connection.bytesRead : Number.NaN;
  }

  ping(): void {
    ping(this.webSocket);
  }

  /** Sends the closing frame. The process may end before the answer comes, and a server that gives none is cut off. */
  close(): void {
    this.webSocket.close(NORMAL_CLOSE);
    if (!(this.#connection instanceof NetworkSocket)) return;
    this.#connection.unref();
    this.#connection.setTimeout(CLOSE_MILLISECONDS, () => this.destroy());
  }

  /** For when the other end is gone. */
  destroy(): void {
    this.#connection?.destroy();
  }

  /** The handler of this request, which also keeps the connection that it is given. */
  #noting(handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
    const hand = handler.onRequestUpgrade?.bind(handler);
    handler.onRequestUpgrade = (controller, status, headers, connection) => {
      this.#connection = connection;
      // undici stops reading after a large piece that ends with the closing frame, and never begins again: the end
      // would not be seen.
      connection.on("pause", () =>
        setImmediate(() => this.webSocket.readyState === WebSocket.CLOSING && connection.resume()),
      );
      return hand?.(controller, status, headers, connection);
    };
    return handler;
  }
}
