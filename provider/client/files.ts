// Uploaded archives. Equal bytes travel once per process; upload-queue.ts waits for the server's limit.
import { createHash } from "node:crypto";
import { z } from "zod";
import { answerObject } from "./transport/schemas";
import { ApiError } from "../errors";
import { SingleFlight } from "./transport/single-flight";
import {
  path,
  type Answer,
  type Request,
  type RequestOptions,
  type Sending,
  type Transport,
} from "./transport/transport";
import { UploadQueue } from "./transport/upload-queue";
import { getCurrentUser, isOwner } from "./users";

export type ArchiveContentType = "application/x-tar" | "application/zip";

/** The server calls the id of the file "hash". */
const uploadedSchema = answerObject({ hash: z.string() }).transform(({ hash, ...rest }) => ({ ...rest, id: hash }));

/** Only owners may send it: anyone else is refused with 428 for it. */
const BYPASS_HEADER = "x-coder-bypass-ratelimit";

export type UploadedFile = z.output<typeof uploadedSchema>;

interface Uploads {
  files: SingleFlight<UploadedFile>;
  queue: UploadQueue;
}

/** By server and user: both the server's limit and its knowledge of equal bytes are per user. */
const uploads = new Map<string, Uploads>();

/**
 * The server takes few uploads a minute from one user. Owners of the deployment bypass that; for everyone else the
 * uploads go one after another and wait, each within its deadline.
 * @see coderd/files.go postFile
 * @example const { id } = await client.uploadFile(await readFile("template.tar"), "application/x-tar");
 */
export function uploadFile(
  transport: Transport,
  bytes: Buffer,
  contentType: ArchiveContentType,
  options?: RequestOptions,
): Promise<UploadedFile> {
  const { files, queue } = uploadsOf(transport);
  const key = createHash("sha256").update(contentType).update(bytes).digest("hex");
  // The server recognises equal bytes, so that sending them again does no harm.
  const headers = { "content-type": contentType };
  const request: Request = { method: "POST", path: "/files", bytes, headers, isRepeatable: true };
  return files.get(key, (each) => upload(transport, queue, request, each), transport.optionsOf(options));
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

async function upload(
  transport: Transport,
  queue: UploadQueue,
  request: Request,
  options: RequestOptions,
): Promise<UploadedFile> {
  if (isOwner(await getCurrentUser(transport, options))) {
    try {
      return await send(transport, { ...request, headers: { ...request.headers, [BYPASS_HEADER]: "true" } }, options);
    } catch (thrown) {
      // The role was taken away since.
      if (!(thrown instanceof ApiError && thrown.status === 428)) throw thrown;
    }
  }
  const limitPause = (answer: Answer): number => queue.pauseAfter(answer, transport.clock);
  return queue.inTurn((each) => send(transport, request, each, { limitPause }), options, transport.clock);
}

/** Of two equal uploads at the same time the server refuses one; asked again, it knows the file. */
async function send(
  transport: Transport,
  request: Request,
  options: RequestOptions,
  sending?: Sending,
): Promise<UploadedFile> {
  const once = (): Promise<UploadedFile> => transport.json(uploadedSchema, request, options, sending);
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
  const known = uploads.get(transport.identity) ?? {
    files: new SingleFlight<UploadedFile>(),
    queue: new UploadQueue(),
  };
  uploads.set(transport.identity, known);
  return known;
}
