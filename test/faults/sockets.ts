// WebSockets through the proxy: bytes in both directions, until the fault or one of the ends breaks them off.
import type http from "node:http";
import net from "node:net";
import type { Duplex } from "node:stream";
import type { Fault } from "./fault";
import type { RecordedRequest } from "./fault-proxy";

interface Exchange {
  request: http.IncomingMessage;
  /** Of the client. */
  socket: Duplex;
  /** What has come with the request. */
  head: Buffer;
  /** Address of the server. */
  upstream: URL;
  recorded: RecordedRequest;
  fault: Fault | undefined;
}

export function joinSockets({
  request,
  socket,
  head,
  upstream: { port, hostname, host },
  recorded,
  fault,
}: Exchange): void {
  const upstream = net.connect(Number(port || 80), hostname, () => {
    upstream.write(`${request.method} ${request.url} HTTP/1.1\r\n${rawHeaders(request, host)}\r\n\r\n`);
    upstream.write(head);
    socket.pipe(upstream);
  });
  const isSilent = fault?.kind === "hold-socket";
  let left = isSilent ? 0 : fault?.kind === "cut-socket" ? fault.afterBytes : Infinity;
  let headersEnded = false;
  upstream.on("data", (chunk: Buffer) => {
    recorded.status ??= Number(/^HTTP\/1\.1 (\d+)/.exec(chunk.toString("latin1"))?.[1]);
    recorded.answerBytes += chunk.length;
    const end = headersEnded ? 0 : chunk.indexOf("\r\n\r\n");
    const start = headersEnded ? 0 : end === -1 ? chunk.length : end + 4;
    headersEnded ||= end !== -1;
    const passed = Math.min(chunk.length - start, left);
    left -= passed;
    if (left > 0) socket.write(chunk);
    else if (isSilent) socket.write(chunk.subarray(0, start));
    else {
      upstream.destroy();
      socket.write(chunk.subarray(0, start + passed), () => socket.destroy());
    }
  });
  const both = (): void => {
    socket.destroy();
    upstream.destroy();
  };
  upstream.on("end", () => !isSilent && socket.end());
  for (const side of [socket, upstream]) side.on("error", both);
  socket.on("close", both);
}

function rawHeaders(request: http.IncomingMessage, host: string): string {
  const lines = [`host: ${host}`];
  for (const [name, value] of Object.entries(request.headersDistinct)) {
    if (name !== "host") lines.push(...(value ?? []).map((entry) => `${name}: ${entry}`));
  }
  return lines.join("\r\n");
}
