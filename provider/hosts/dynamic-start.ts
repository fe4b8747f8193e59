// What the constant line in a program's state requires: loads the dynamic host, whose compiled code is kept.
import { keepCompiledCode } from "./compile-cache";
import type { DynamicProvider } from "./dynamic";
import type { ResourceType } from "../registry";

keepCompiledCode(process.env);

/** The provider of one resource type. */
export function get(type: ResourceType): DynamicProvider {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const host = require("./dynamic") as typeof import("./dynamic");
  return host.get(type);
}
