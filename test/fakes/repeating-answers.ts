// Answers of a server, or of something before it, that repeat secrets wherever a text may stand: in every field of an
// error, in a page, in headers, as they are and encoded.
import type { Reply } from "./http-server";

const FOREIGN = { "x-coder-build-version": undefined };

/** Texts that hold the secrets in many forms. */
export function repeated(secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [
    secret,
    JSON.stringify({ value: secret }),
    encodeURIComponent(secret),
    Buffer.from(secret).toString("hex"),
    ...["", "x", "xx"].map((before) => Buffer.from(`${before}${secret}\n`).toString("base64")),
  ]);
  return `I was told ${forms.join(", and ")}.`;
}

/** By what is said of them in a test's name. None of them is worth another try. */
export function repeatingAnswers(secrets: readonly string[]): Record<string, Reply> {
  const words = repeated(secrets);
  // What a header can carry.
  const header = secrets.map((secret) => encodeURIComponent(secret)).join(" ");
  const page = { ...FOREIGN, "content-type": "text/html" };
  return {
    "its message": { status: 400, json: { message: words } },
    "its detail": { status: 500, json: { message: "Internal error.", detail: words } },
    "its validations": {
      status: 400,
      json: { message: "Unable to validate parameters", validations: [{ field: words, detail: words }] },
    },
    "plain text": { status: 400, text: `${words} {"message":"Failed.","detail":${JSON.stringify(words)}}` },
    "a page": { status: 403, text: `<!doctype html><p>${words}</p>`, headers: page },
    "a redirect": { status: 307, headers: { ...FOREIGN, location: `/login/${encodeURIComponent(words)}?q=${header}` } },
    headers: {
      status: 403,
      text: words,
      headers: { ...FOREIGN, "content-type": `text/x-${header}`, "x-coder-request-id": header },
    },
    "a refused token": { status: 401, json: { message: words, detail: words } },
    "another shape": { status: 200, json: { [words]: words }, headers: { "x-coder-request-id": header } },
  };
}
