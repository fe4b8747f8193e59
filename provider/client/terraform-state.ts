// Terraform's state of a workspace, as a build leaves it and as the next one can be given it.
import { z } from "zod";
import { InputError } from "../errors";
import { path, type RequestOptions, type Transport } from "./transport/transport";

/**
 * Terraform's state after the build: it holds secrets. Empty when there is none. Answered with 404 to those who may not
 * change the template.
 * @see coderd/workspacebuilds.go workspaceBuildState
 * @example const state = await client.getWorkspaceBuildState(build.id);
 */
export async function getWorkspaceBuildState(
  transport: Transport,
  id: string,
  options?: RequestOptions,
): Promise<Buffer> {
  const answer = await transport.send({ method: "GET", path: path`/workspacebuilds/${id}/state` }, options);
  return answer.body;
}

/**
 * The state in base64, as the server reads bytes from JSON. The server would take any text, and ignore an empty one.
 * @throws InputError, which does not show the state: it holds secrets
 */
export function stateInBase64(state: string | Uint8Array): string {
  const bytes = isText(state) ? Buffer.from(state) : undefined;
  if (bytes === undefined || !isJsonObject(bytes.toString("utf8"))) {
    const found = bytes === undefined ? "neither text nor bytes" : bytes.length === 0 ? "empty" : "something else";
    const reason =
      `Must be Terraform's state, which is a JSON object; it is ${found}. Give what \`getWorkspaceBuildState\` ` +
      "returned, as text or as bytes.";
    throw new InputError([{ property: "state", reason }]);
  }
  return bytes.toString("base64");
}

function isJsonObject(text: string): boolean {
  try {
    return z.looseObject({}).safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** A JavaScript program may pass anything, such as the state parsed. */
function isText(state: unknown): state is string | Uint8Array {
  return typeof state === "string" || state instanceof Uint8Array;
}
