// The server's end of a WebSocket: the handshake, and frames in both directions.
import { createHash } from "node:crypto";
import type { Duplex } from "node:stream";
import type { RecordedRequest } from "./http-server";

/** @see RFC 6455, section 1.3 */
const KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** The server's end of a WebSocket. */
export interface FakeStream {
  request: RecordedRequest;
  /** One text message. */
  send(message: unknown): void;
  close(code: number, reason?: string): void;
  /** Sends messages and a normal close in one piece; the client ends the connection. */
  finish(messages: readonly unknown[]): void;
  /** Ends the connection without a closing frame. */
  drop(): void;
  /** Answers neither pings nor closing frames from now on, as if the network were gone. */
  freeze(): void;
  /** Opcodes of the client's frames: 1 text, 8 close, 9 ping, 10 pong. */
  received: number[];
  /** The client's texts. */
  texts: string[];
  /** Called with each text from now on. */
  onText: (text: string) => void;
  closed: Promise<void>;
}

export type Streamer = (stream: FakeStream) => void | Promise<void>;

/** Answers the client's handshake. */
export function acceptStream(socket: Duplex, request: RecordedRequest): FakeStream {
  const key = `${String(request.headers["sec-websocket-key"])}${KEY_SUFFIX}`;
  const head = [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Accept: ${createHash("sha1").update(key).digest("base64")}`,
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  return streamOver(socket, request);
}

function streamOver(socket: Duplex, request: RecordedRequest): FakeStream {
  const received: number[] = [];
  const texts: string[] = [];
  let rest = Buffer.alloc(0);
  let isFrozen = false;
  socket.on("end", () => socket.end());
  socket.on("data", (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let next = maskedFrame(rest); next !== undefined; next = maskedFrame(rest)) {
      rest = rest.subarray(next.length);
      received.push(next.opcode);
      if (next.opcode === 1) {
        texts.push(next.payload.toString("utf8"));
        stream.onText(next.payload.toString("utf8"));
      }
      if (isFrozen) continue;
      if (next.opcode === 8) socket.end(frame(8, Buffer.from([3, 232])));
      if (next.opcode === 9) socket.write(frame(10, next.payload));
    }
  });
  const stream: FakeStream = {
    request,
    received,
    texts,
    onText: () => {},
    send: (message) => socket.write(textFrame(message)),
    close: (code, reason = "") => {
      const head = Buffer.alloc(2);
      head.writeUInt16BE(code);
      socket.end(frame(8, Buffer.concat([head, Buffer.from(reason)])));
    },
    finish: (messages) => socket.write(Buffer.concat([...messages.map(textFrame), frame(8, Buffer.from([3, 232]))])),
    drop: () => socket.destroy(),
    freeze: () => {
      isFrozen = true;
    },
    closed: new Promise((resolve) => socket.on("close", () => resolve())),
  };
  return stream;
}

/** The first frame from the client, which is masked; undefined until all of it is there. Below 64 KiB only. */
function maskedFrame(bytes: Buffer): { opcode: number; payload: Buffer; length: number } | undefined {
  if (bytes.length < 6) return undefined;
  const isLong = (bytes.readUInt8(1) & 0x7f) === 126;
  const size = isLong ? bytes.readUInt16BE(2) : bytes.readUInt8(1) & 0x7f;
  const head = isLong ? 4 : 2;
  const length = head + 4 + size;
  if (bytes.length < length) return undefined;
  const payload = Buffer.from(
    bytes.subarray(head + 4, length).map((byte, index) => byte ^ bytes.readUInt8(head + (index % 4))),
  );
  return { opcode: bytes.readUInt8(0) & 0x0f, payload, length };
}

function textFrame(message: unknown): Buffer {
  return frame(1, Buffer.from(typeof message === "string" ? message : JSON.stringify(message)));
}

/** A frame to the client, which is not masked. */
function frame(opcode: number, payload: Buffer): Buffer {
  const length =
    payload.length < 126
      ? Buffer.from([payload.length])
      : payload.length < 65_536
        ? Buffer.from([126, payload.length >> 8, payload.length & 0xff])
        : Buffer.from([127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => (payload.length >>> shift) & 0xff)]);
  return Buffer.concat([Buffer.from([0x80 | opcode]), length, payload]);
}
