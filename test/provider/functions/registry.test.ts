// The registry against the files of provider/functions: it has every function, and no name hides another.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { functionNames } from "../../../provider/functions/registry";
import { isProperties } from "../../../provider/values";

const FOLDER = join(__dirname, "..", "..", "..", "provider", "functions");
const files = readdirSync(FOLDER).filter((file) => file !== "registry.ts");

/** The names of the functions that a file exports: each is a key of an object, and its value has a `call`. */
function functionsIn(file: string): string[] {
  const exported = Object.values(jest.requireActual<object>(join(FOLDER, file)));
  return exported
    .flatMap((value: unknown) => (isProperties(value) ? Object.entries(value) : []))
    .filter(([, value]) => isProperties(value) && "call" in value)
    .map(([name]) => name);
}

describe("the registry of functions", () => {
  it("has each function of each noun's file, and no two files have one of the same name", () => {
    expect(files.flatMap(functionsIn).sort()).toEqual([...functionNames].sort());
  });
});
