// Calls a function as a program of the dynamic host does, without an engine.
import type { FunctionName, functions } from "../../provider/functions/registry";
import { callFromProgram } from "../../provider/hosts/invoke";
import { silentLog } from "../../provider/log";
import type { z } from "zod";
import type { Live } from "./live";

/** Arguments as JavaScript may give them: wrong ones too. */
export async function callFunction<Name extends FunctionName>(
  live: Live,
  name: Name,
  args: Record<string, unknown>,
  token = live.api.token,
): Promise<z.output<(typeof functions)[Name]["outputs"]>> {
  const settings = new Map([
    ["url", live.proxy.url],
    ["token", token],
  ]);
  const answer: unknown = await callFromProgram(name, [args], { setting: (key) => settings.get(key), log: silentLog });
  return answer as z.output<(typeof functions)[Name]["outputs"]>;
}
