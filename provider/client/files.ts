// Uploaded archives. Equal bytes travel once per process.
import { createHash } from "node:crypto";
import { z } from "zod";
import { answerObject } from "./transport/schemas";
import { ApiError } from "../errors";
import { SingleFlight } from "./transport/single-flight";
import { path, type Request, type RequestOptions, type Transport } from "./transport/transport";
import { getCurrentUser, isOwner } from "./users";

export type ArchiveContentType = "application/x-tar" | "application/zip";

/** The server calls the id of the file "hash". */
const uploadedSchema = answerObject({ hash: z.string() }).transform(({ hash, ...rest }) => ({ ...rest, id: hash }));

/** Only owners may send it: anyone else is refused with 428 for it. */
const BYPASS_HEADER = "x-coder-bypass-ratelimit";

export interface UploadedFile {
  id: string;
  /** Whether the server had the same bytes of the same user already. */
  isKnown: boolean;
}

/** The status for a file that the server did not have. */
const CREATED = 201;

/** What this process has uploaded. */
interface Uploads {
  files: SingleFlight<UploadedFile>;
  done: Set<string>;
}

/** By server and user, as the server's knowledge of equal bytes is. */
const uploads = new Map<string, Uploads>();

/**
 * The server takes few uploads a minute from one user. Owners of the deployment bypass that; for everyone else the
 * uploads go one after another and wait, each within its deadline.
 * @see coderd/files.go postFile
 * @example const { id } = await client.uploadFile(await readFile("template.tar"), "application/x-tar");
 */
export async function uploadFile(
  transport: Transport,
  bytes: Buffer,
  contentType: ArchiveContentType,
  options?: RequestOptions,
): Promise<UploadedFile> {
  const key = createHash("sha256").update(contentType).update(bytes).digest("hex");
  // The server recognises equal bytes, so that sending them again does no harm.
  const headers = { "content-type": contentType };
  const request: Request = { method: "POST", path: "/files", bytes, headers, isRepeatable: true };
  const run = (each: RequestOptions): Promise<UploadedFile> => upload(transport, request, each);
  const { files, done } = uploadsOf(transport);
  const isDone = done.has(key);
  const file = await files.get(key, run, transport.optionsOf(options));
  done.add(key);
  return isDone ? { ...file, isKnown: true } : file;
}

/**
 * The bytes of an archive as the server keeps them; a zip was turned into a tar.
 * @see coderd/files.go fileByID
 * @example await writeFile("template.tar", await client.getFile(version.job.file_id));
 */
export async function getFile(transport: Transport, id: string, options?: RequestOptions): Promise<Buffer> {
  const answer = await transport.send({ method: "GET", path: path`/files/${id}` }, options);
  return answer.body;
}

async function upload(transport: Transport, request: Request, options: RequestOptions): Promise<UploadedFile> {
  if (isOwner(await getCurrentUser(transport, options))) {
    const headers = { ...request.headers, [BYPASS_HEADER]: "true" };
    try {
      return await send(transport, { ...request, headers, limit: "bypassed" }, options);
    } catch (thrown) {
      // The role was taken away since.
      if (!(thrown instanceof ApiError && thrown.status === 428)) throw thrown;
    }
  }
  return send(transport, { ...request, limit: "by user" }, options);
}

/** Of two equal uploads at the same time the server refuses one; asked again, it knows the file. */
async function send(transport: Transport, request: Request, options: RequestOptions): Promise<UploadedFile> {
  const once = async (): Promise<UploadedFile> => {
    const { json, status } = await transport.jsonWithStatus(uploadedSchema, request, options);
    return { ...json, isKnown: status !== CREATED };
  };
  try {
    return await once();
  } catch (thrown) {
    const isRace =
      thrown instanceof ApiError && thrown.status === 500 && thrown.message.includes("files_hash_created_by_key");
    if (!isRace) throw thrown;
    return once();
  }
}

function uploadsOf(transport: Transport): Uploads {
  const known = uploads.get(transport.identity) ?? { files: new SingleFlight<UploadedFile>(), done: new Set<string>() };
  uploads.set(transport.identity, known);
  return known;
}
