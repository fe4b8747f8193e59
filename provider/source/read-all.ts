// A stream's whole content as one buffer.

/** Refuses anything but bytes. The caller has to know that they are few. */
export async function readAll(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError(`A stream of bytes gave a ${typeof chunk}.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
