// The sdk's list of functions against the declarations that it is made from.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { functionNames, functions } from "../../../provider/functions/registry";
import { sdkFunctions } from "../../../provider/schema/sdk-functions";

const stored = readFileSync(join(resolve(__dirname, "../../.."), "sdk", "generated-functions.ts"), "utf8");

describe("generated-functions.ts", () => {
  it("is what the declarations say today; if not, `npm run schema` makes it so", () => {
    expect(stored).toBe(sdkFunctions());
  });

  it("has both forms of every function, each described as in the package schema", () => {
    const found = [...stored.matchAll(/\/\*\*([^]*?)\*\/\nexport const (\w+) = (\w+)\("(\w+)"/g)];
    expect(found.map(([, , exported, form, name]) => [exported, form, name])).toEqual(
      functionNames.flatMap((name) => [
        [name, "plain", name],
        [`${name}Output`, "lifted", name],
      ]),
    );
    for (const [index, [, comment = ""]] of found.entries()) {
      const name = functionNames[Math.floor(index / 2)] ?? "getUser";
      expect(comment.replace(/\n \*/g, "").trim()).toContain(functions[name].description);
    }
  });

  it("keeps a secret answer secret in Output form, and warns of the plain form", () => {
    const secret = [...stored.matchAll(/lifted\("(\w+)", \{ isSecret: true \}\)/g)].map(([, name]) => name);
    expect(secret).toEqual(functionNames.filter((name) => functions[name].secretOutputs.length > 0));
    expect(secret).toEqual(expect.arrayContaining(["getWorkspaceBuildState", "getTemplateVersionVariables"]));
    expect(stored.replace(/\n \*/g, "").match(/This form returns it unprotected/g)).toHaveLength(secret.length);
  });
});
