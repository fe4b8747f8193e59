// What the constant line in a program's state requires: loads the dynamic host, whose compiled code is kept.
import { loadKept } from "./compile-cache";
import type { DynamicProvider } from "./dynamic";
import type { ResourceType } from "../registry";

type Host = typeof import("./dynamic");

// eslint-disable-next-line @typescript-eslint/no-require-imports
const host = loadKept(require.resolve("./dynamic"), () => require("./dynamic") as Host, process.env);

/** The provider of one resource type. */
export function get(type: ResourceType): DynamicProvider {
  return host.get(type);
}
