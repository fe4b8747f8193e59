// Answers that a client can't read: what arrives in place of the server's.
import type { OutgoingHttpHeaders } from "node:http";

export type Spoiling =
  /** Half of the body, as if that were all. */
  | "truncated"
  /** Half of the body, and the connection breaks. */
  | "cut"
  /** No JSON. */
  | "invalid"
  /** JSON that is something else. */
  | "other"
  /** No body at all. */
  | "empty";

export interface SpoiltAnswer {
  headers: OutgoingHttpHeaders;
  body: Buffer;
  /** The connection ends before all that the headers promise. */
  isCut: boolean;
}

export function spoilt(how: Spoiling, headers: OutgoingHttpHeaders, body: Buffer): SpoiltAnswer {
  const others = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== "transfer-encoding"));
  const whole = (text: Buffer): SpoiltAnswer => ({
    headers: { ...others, "content-length": text.length },
    body: text,
    isCut: false,
  });
  const half = body.subarray(0, Math.floor(body.length / 2));
  switch (how) {
    case "truncated":
      return whole(half);
    case "cut":
      return { headers: { ...others, "content-length": body.length }, body: half, isCut: true };
    case "invalid":
      return whole(Buffer.from(`{"id": NaN, ${body.toString("utf8").slice(1)}`));
    case "other":
      return whole(Buffer.from('"of another kind"'));
    case "empty":
      return whole(Buffer.alloc(0));
    default:
      return how satisfies never;
  }
}
