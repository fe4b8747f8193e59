// Tar headers as nobody's tool writes them: raw names, kinds, sizes and numbers.
const BLOCK_BYTES = 512;

export interface RawHeader {
  name: string | Buffer;
  /** The letter of the kind: "0" file, "1" hard link, "2" symbolic link, "3" and "4" devices, "5" folder, "6" pipe. */
  kind?: string;
  target?: string | Buffer;
  /** What the header says, whatever follows it. */
  size?: number | string;
  mode?: number;
  /** Another checksum than the right one. */
  checksum?: number;
}

const CHECKSUM = { at: 148, bytes: 8 };

/** One header, of one block. */
export function tarHeader({ name, kind = "0", target = "", size = 0, mode = 0o644, checksum }: RawHeader): Buffer {
  const header = Buffer.alloc(BLOCK_BYTES);
  const write = (value: string | Buffer, at: number): void => void Buffer.from(value).copy(header, at);
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, "0")}\0`;
  write(name, 0);
  write(octal(mode, 7), 100);
  write(octal(0, 7), 108);
  write(octal(0, 7), 116);
  write(typeof size === "number" ? octal(size, 11) : size, 124);
  write(octal(0, 11), 136);
  write(kind, 156);
  write(target, 157);
  write("ustar\x0000", 257);
  header.fill(" ", CHECKSUM.at, CHECKSUM.at + CHECKSUM.bytes);
  const sum = checksum ?? header.reduce((total, byte) => total + byte, 0);
  write(`${sum.toString(8).padStart(6, "0")}\0 `, CHECKSUM.at);
  return header;
}

/** A header with its content, filled up to whole blocks. */
export function tarEntry(header: RawHeader, content: string | Buffer = ""): Buffer {
  const bytes = Buffer.from(content);
  const rest = Buffer.alloc((BLOCK_BYTES - (bytes.length % BLOCK_BYTES)) % BLOCK_BYTES);
  return Buffer.concat([tarHeader({ size: bytes.length, ...header }), bytes, rest]);
}

/** The tar of these, with its end mark. */
export function rawTar(...entries: readonly Buffer[]): Buffer {
  return Buffer.concat([...entries, Buffer.alloc(2 * BLOCK_BYTES)]);
}
