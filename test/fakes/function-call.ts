// A call of a function as a program on the dynamic host makes it, against the fake server.
import { callFromProgram } from "../../provider/hosts/invoke";
import { silentLog } from "../../provider/log";
import { TOKEN, type FakeServer } from "./http-server";

export function callFunction(
  server: FakeServer,
  name: Parameters<typeof callFromProgram>[0],
  args: object,
): Promise<unknown> {
  const settings = new Map([
    ["url", server.url],
    ["token", TOKEN],
  ]);
  return callFromProgram(name, [args], { setting: (key) => settings.get(key), log: silentLog });
}
