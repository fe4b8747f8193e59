// The sources of the sdk that are made from the declarations: the types, and for each host the classes and functions.
import type { Collection } from "./declarations";
import { dynamicFile } from "./sdk-dynamic";
import { pluginFile } from "./sdk-plugin";
import { typesFile } from "./sdk-types";

/** Path → text. */
export function sdkFiles(collection: Collection, version: string): [path: string, text: string][] {
  return [
    ["sdk/generated/types.ts", typesFile(collection)],
    ["sdk/generated/dynamic.ts", dynamicFile(collection)],
    ["sdk/generated/plugin.ts", pluginFile(collection, version)],
  ];
}
