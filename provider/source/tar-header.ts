// Headers of tar: written in one way for ever, as the server knows an archive by its bytes, which no two libraries
// write alike; read as common tools write them.

export const BLOCK_BYTES = 512;

/** A field: where it begins, and how many bytes it has. */
const NAME = [0, 100] as const;
const MODE = [100, 8] as const;
const USER = [108, 8] as const;
const GROUP = [116, 8] as const;
const SIZE = [124, 12] as const;
const TIME = [136, 12] as const;
const CHECKSUM = [148, 8] as const;
const KIND = 156;
const LINK = [157, 100] as const;
const MAGIC = [257, 8] as const;
const DEVICE_MAJOR = [329, 8] as const;
const DEVICE_MINOR = [337, 8] as const;
const PREFIX = [345, 155] as const;
type Field = readonly [start: number, length: number];

const USTAR = "ustar\x0000";
const GNU = "ustar  \0";
const BINARY_NUMBER = 0x80;
const PERMISSIONS = 0o7777;
/** Eight spaces. */
const EMPTY_CHECKSUM = 256;

export interface TarHeader {
  name: string;
  /** The character of the format: "0" for a file, "5" for a folder. */
  kind: string;
  mode: number;
  /** NaN if what stands there is no number. */
  size: number;
  link: string;
}

type Written = Omit<TarHeader, "link">;

/**
 * One block for a name that fits; else three or more, of which the first tell the name in the pax format. Owner and
 * time are always 0.
 */
export function encodeHeader(header: Written): Buffer {
  const place = ustarPlace(header.name);
  if (place !== undefined) return encodeBlock(header, place);
  const record = paxRecord("path", header.name);
  const standIn: Place = { name: "PaxHeader", prefix: "" };
  return Buffer.concat([
    encodeBlock({ ...header, kind: "x", size: record.length }, standIn),
    padded(record),
    encodeBlock(header, standIn),
  ]);
}

/** Filled up with zeros to whole blocks, as everything is in a tar. */
export function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(paddingOf(bytes.length))]);
}

export function paddingOf(size: number): number {
  return (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES;
}

/** Undefined for a block without anything; throws if it is no header. */
export function decodeHeader(block: Buffer): TarHeader | undefined {
  const sum = checksum(block);
  if (sum === EMPTY_CHECKSUM) return undefined;
  if (sum !== numberIn(block, CHECKSUM))
    throw new Error("Invalid tar header. Maybe the tar is corrupted or it needs to be gunzipped?");
  const magic = bytesOf(block, MAGIC).toString("latin1");
  const isUstar = magic.startsWith(USTAR.slice(0, 6));
  if (!isUstar && magic !== GNU) throw new Error("Invalid tar header: unknown format.");
  const prefix = isUstar ? textIn(block, PREFIX) : "";
  const name = `${prefix === "" ? "" : `${prefix}/`}${textIn(block, NAME)}`;
  return {
    name,
    kind: kindOf(block, name),
    mode: numberIn(block, MODE),
    size: numberIn(block, SIZE),
    link: textIn(block, LINK),
  };
}

/** Text up to the first NUL. */
export function textUpToNul(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString("utf8", 0, end === -1 ? bytes.length : end);
}

/** What the records of a pax header say; those after a damaged one are left out. */
export function decodePax(bytes: Buffer): Map<string, string> {
  const values = new Map<string, string>();
  for (let rest = bytes; rest.length > 0;) {
    const length = Number.parseInt(rest.toString("latin1", 0, rest.indexOf(" ")), 10);
    if (!(length > 0)) break;
    const record = rest.toString("utf8", rest.indexOf(" ") + 1, length - 1);
    const equals = record.indexOf("=");
    if (equals === -1) break;
    values.set(record.slice(0, equals), record.slice(equals + 1));
    rest = rest.subarray(length);
  }
  return values;
}

interface Place {
  name: string;
  prefix: string;
}

/** A long name is cut at the first "/" after which the rest fits. Only ASCII means the same to every tool. */
function ustarPlace(path: string): Place | undefined {
  if (Buffer.byteLength(path) !== path.length) return undefined;
  let cut = -1;
  while (path.length - (cut + 1) > NAME[1]) {
    cut = path.indexOf("/", cut + 1);
    if (cut === -1) return undefined;
  }
  const prefix = path.slice(0, Math.max(cut, 0));
  return prefix.length > PREFIX[1] ? undefined : { name: path.slice(cut + 1), prefix };
}

function encodeBlock({ mode, size, kind }: Written, { name, prefix }: Place): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES);
  const text = ([start, length]: Field, value: string): unknown => block.write(value, start, length, "latin1");
  // Digits, a space, and in short fields a NUL.
  const number = (field: Field, value: number, digits = 6): unknown =>
    text(field, `${value.toString(8).padStart(digits, "0")} `);
  text(NAME, name);
  number(MODE, mode & PERMISSIONS);
  number(USER, 0);
  number(GROUP, 0);
  number(SIZE, size, 11);
  number(TIME, 0, 11);
  block.write(kind, KIND, "latin1");
  text(MAGIC, USTAR);
  number(DEVICE_MAJOR, 0);
  number(DEVICE_MINOR, 0);
  text(PREFIX, prefix);
  number(CHECKSUM, checksum(block));
  return block;
}

/** A record begins with its own length, whose digits count too. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`);
  let length = rest.length;
  while (length !== rest.length + String(length).length) length = rest.length + String(length).length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

/** The field itself counts as spaces. */
function checksum(block: Buffer): number {
  let sum = EMPTY_CHECKSUM;
  for (let index = 0; index < CHECKSUM[0]; index++) sum += block[index] ?? 0;
  for (let index = CHECKSUM[0] + CHECKSUM[1]; index < BLOCK_BYTES; index++) sum += block[index] ?? 0;
  return sum;
}

/** Old tools mark a folder by the end of its name only, and a file by NUL. */
function kindOf(block: Buffer, name: string): string {
  const kind = String.fromCharCode(block[KIND] ?? 0);
  if (kind !== "0" && kind !== "\0") return kind;
  return name.endsWith("/") ? "5" : "0";
}

/** Octal digits; where the first bit is set, a binary number, as for what is too large for digits. */
function numberIn(block: Buffer, field: Field): number {
  const bytes = bytesOf(block, field);
  const [first = 0] = bytes;
  if (first === BINARY_NUMBER) return bytes.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
  if (first > BINARY_NUMBER) return NaN;
  const digits = bytes
    .toString("latin1")
    .replace(/^[ \0]+/, "")
    .replace(/[ \0].*$/s, "");
  return digits === "" ? 0 : Number.parseInt(digits, 8);
}

function textIn(block: Buffer, field: Field): string {
  return textUpToNul(bytesOf(block, field));
}

function bytesOf(block: Buffer, [start, length]: Field): Buffer {
  return block.subarray(start, start + length);
}
