// Uploaded archives. Owns the waiting that the server's limit of a few uploads a minute asks for.
import { z } from "zod";
import { path, type RequestOptions, type Transport } from "./transport";

export type ArchiveContentType = "application/x-tar" | "application/zip";

const uploadedSchema = z.object({ hash: z.string() }).transform((answer) => ({ id: answer.hash }));

export type UploadedFile = z.output<typeof uploadedSchema>;

/** Equal bytes are sent once per process. */
export function uploadFile(
  transport: Transport,
  bytes: Buffer,
  contentType: ArchiveContentType,
  options?: RequestOptions,
): Promise<UploadedFile> {
  return transport.json(uploadedSchema, { method: "POST", path: "/files", bytes, headers: { "content-type": contentType } }, options);
}

/** The bytes of an archive as the server keeps them; a zip was turned into a tar. */
export async function getFile(transport: Transport, id: string, options?: RequestOptions): Promise<Buffer> {
  const answer = await transport.send({ method: "GET", path: path`/files/${id}` }, options);
  return answer.body;
}
