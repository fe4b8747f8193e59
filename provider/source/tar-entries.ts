// The entries of a tar, one after the other, from a stream: long names of both formats are put where they belong.
import { BLOCK_BYTES, decodeHeader, decodePax, paddingOf, textUpToNul, type TarHeader } from "./tar-header";

/** No name is longer. What is read into memory before anyone could refuse it stays bounded. */
const LONGEST_EXTENSION_BYTES = 1 << 20;

const GNU_LONG_NAMES = "LN";
const GNU_LONG_LINK = "K";
const PAX = "x";
const PAX_OF_ALL = "g";
const DIRECTORY = "5";

export interface TarEntry extends TarHeader {
  /** In the pax format a sparse file looks like a plain one, but its content begins with a map of holes. */
  isSparse: boolean;
  /** The content. Without it, the next entry skips what is left. */
  read(): Promise<Buffer>;
}

/** Throws if it ends early, or a header is none. */
export async function* tarEntries(chunks: AsyncIterable<Buffer>): AsyncGenerator<TarEntry, void, void> {
  const bytes = new Bytes(chunks);
  let pax = new Map<string, string>();
  let longName: string | undefined;
  let longLink: string | undefined;
  for (let block = await bytes.take(BLOCK_BYTES); block !== undefined; block = await bytes.take(BLOCK_BYTES)) {
    const header = decodeHeader(block);
    if (header === undefined) continue;
    const { kind } = header;
    const size = Number(pax.get("size") ?? header.size);
    if (!Number.isSafeInteger(size) || size < 0) throw new Error(`The size of "${header.name}" is no number.`);
    if (GNU_LONG_NAMES.includes(kind) || kind === GNU_LONG_LINK || kind === PAX || kind === PAX_OF_ALL) {
      const extension = await bytes.extension(header.size);
      if (kind === PAX) pax = decodePax(extension);
      else if (kind === GNU_LONG_LINK) longLink = textUpToNul(extension);
      else if (kind !== PAX_OF_ALL) longName = textUpToNul(extension);
      continue;
    }
    let left = kind === DIRECTORY ? 0 : size + paddingOf(size);
    yield {
      ...header,
      size,
      name: pax.get("path") ?? longName ?? header.name,
      link: pax.get("linkpath") ?? longLink ?? header.link,
      isSparse: [...pax.keys()].some((key) => key.startsWith("GNU.sparse.")),
      read: async () => {
        const whole = await bytes.need(left);
        left = 0;
        return whole.subarray(0, size);
      },
    };
    await bytes.skip(left);
    pax = new Map();
    longName = longLink = undefined;
  }
}

/** Takes a stream of bytes in pieces of the size that is asked for. */
class Bytes {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Undefined at the end. */
  async take(size: number): Promise<Buffer | undefined> {
    if (this.#rest.length === 0 && !(await this.#more())) return undefined;
    return this.need(size);
  }

  async need(size: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for (let missing = size; missing > 0;) {
      const piece = await this.#upTo(missing);
      pieces.push(piece);
      missing -= piece.length;
    }
    return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
  }

  async skip(size: number): Promise<void> {
    for (let missing = size; missing > 0;) missing -= (await this.#upTo(missing)).length;
  }

  /** What a header says of the next one. */
  async extension(size: number): Promise<Buffer> {
    if (size > LONGEST_EXTENSION_BYTES) throw new Error(`A name of ${size} bytes is too long.`);
    return (await this.need(size + paddingOf(size))).subarray(0, size);
  }

  async #upTo(size: number): Promise<Buffer> {
    if (this.#rest.length === 0 && !(await this.#more())) throw new Error("Unexpected end of data");
    const piece = this.#rest.subarray(0, size);
    this.#rest = this.#rest.subarray(piece.length);
    return piece;
  }

  async #more(): Promise<boolean> {
    for (;;) {
      const next = await this.#chunks.next();
      if (next.done === true) return false;
      this.#rest = next.value;
      if (next.value.length > 0) return true;
    }
  }
}
