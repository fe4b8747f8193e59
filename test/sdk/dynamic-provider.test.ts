import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resourceTypes } from "../../provider/registry";
import { providerLine } from "../../sdk/dynamic-provider";

describe("providerLine", () => {
  it("is the same in every release: changing it shows every resource of every stack as changed", () => {
    expect(providerLine("Template")).toBe(
      'exports.handler = () => require("module").createRequire(process.cwd() + "/")("pulumi-coderd/dynamic").get("Template");',
    );
  });

  it.each(resourceTypes)("holds nothing but the name of %s", (type) => {
    expect(providerLine(type)).toBe(providerLine("Template").replace("Template", type));
  });

  it("takes the package from the program's folder, when it is evaluated as the engine's host does", () => {
    const folder = mkdtempSync(join(tmpdir(), "dynamic-provider-"));
    try {
      const installed = join(folder, "node_modules", "pulumi-coderd");
      mkdirSync(installed, { recursive: true });
      writeFileSync(join(installed, "package.json"), '{"name":"pulumi-coderd","exports":{"./dynamic":"./dynamic.js"}}');
      writeFileSync(join(installed, "dynamic.js"), "exports.get = (type) => `provider of ${type}`;");
      const script = `const line = ${JSON.stringify(providerLine("Workspace"))};
        const loaded = new module.constructor("", module);
        loaded._compile(line, "");
        process.stdout.write(loaded.exports.handler());`;
      expect(execFileSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" })).toBe(
        "provider of Workspace",
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
