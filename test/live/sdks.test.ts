// The SDKs that Pulumi's own generators make from provider/schema/schema.json compile, and so do the example programs
// of every resource. `pulumi package add` has the language's host generate them; the hosts that can be built here are
// too old and answer "not implemented".
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { FIRST_RUN_MILLISECONDS, generateSdk, itWithPython, ROOT } from "./languages";
import { PLUGIN_FOLDER } from "./host-programs";

const run = promisify(execFile);
const schemaFile = join(ROOT, "provider", "schema", "schema.json");
const resources = [
  "BuildParameters",
  "Group",
  "Template",
  "TemplatePromotion",
  "TemplateVersion",
  "Workspace",
  "WorkspaceBuild",
];

/**
 * Prints the names of the keyword arguments of each call of `coderd.Class(…)`, without Pulumi's options, and of each
 * class's constructor.
 */
const PYTHON_ARGUMENTS = `
import ast, glob, json, os, sys
folder = sys.argv[1]
constructors, calls = {}, []
for path in glob.glob(os.path.join(folder, "pulumi_coderd", "*.py")):
    for node in ast.parse(open(path).read()).body:
        if isinstance(node, ast.ClassDef) and node.name.endswith("Args"):
            for item in node.body:
                if isinstance(item, ast.FunctionDef) and item.name == "__init__":
                    constructors[node.name[:-4]] = [argument.arg for argument in item.args.args + item.args.kwonlyargs]
for path in glob.glob(os.path.join(folder, "examples", "*.py")):
    for node in ast.walk(ast.parse(open(path).read())):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("coderd."):
            calls.append([ast.unparse(node.func)[len("coderd."):], [keyword.arg for keyword in node.keywords if keyword.arg != "opts"]])
print(json.dumps({"constructors": constructors, "calls": calls}))
`;

it("get the schema that is in the repository from the plugin, too", async () => {
  const { stdout } = await run("pulumi", ["package", "get-schema", join(PLUGIN_FOLDER, "pulumi-resource-coderd")], {
    maxBuffer: 1 << 24,
  });
  expect(parseSchema(stdout)).toEqual(parseSchema(readFileSync(schemaFile, "utf8")));
});

/** Without empty lists, which the engine leaves out. */
function parseSchema(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => (Array.isArray(value) && value.length === 0 ? undefined : value));
}

describe("the generated SDKs", () => {
  it("obey the engine's rules for schemas", async () => {
    await expect(run("pulumi", ["schema", "check", schemaFile])).resolves.toMatchObject({ stdout: "" });
  });

  it(
    "of Node compile, hold every resource, and keep the token out of what they send by themselves",
    async () => {
      const sdk = await generateSdk("nodejs");
      const index = readFileSync(join(sdk, "bin", "index.d.ts"), "utf8");
      for (const resource of resources) expect(index).toContain(`export { ${resource}Args } from`);
      expect(JSON.parse(readFileSync(join(sdk, "bin", "package.json"), "utf8"))).toMatchObject({
        name: "pulumi-coderd-plugin",
        main: "bin/index.js",
      });
      const provider = readFileSync(join(sdk, "bin", "provider.js"), "utf8");
      expect(provider).toContain('utilities.getEnv("CODER_URL")');
      expect(provider).not.toContain("CODER_SESSION_TOKEN");
      expect(readdirSync(join(sdk, "examples")).sort()).toEqual(resources.map((resource) => `${resource}1.ts`));
    },
    FIRST_RUN_MILLISECONDS,
  );

  itWithPython(
    "of Python compile, and take every argument that the examples give",
    async () => {
      const sdk = await generateSdk("python");
      const { stdout } = await run("python3", ["-c", PYTHON_ARGUMENTS, sdk]);
      const found = JSON.parse(stdout) as { constructors: Record<string, string[]>; calls: [string, string[]][] };
      expect([...new Set(found.calls.map(([name]) => name))].sort()).toEqual(resources);
      for (const [name, keywords] of found.calls)
        expect(found.constructors[name]).toEqual(expect.arrayContaining(keywords));
    },
    FIRST_RUN_MILLISECONDS,
  );

  it(
    "of Go compile, the examples with them",
    async () => {
      const sdk = await generateSdk("go");
      expect(readdirSync(join(sdk, "examples")).sort()).toEqual(resources.map((resource) => `${resource}1`));
      expect(readFileSync(join(sdk, "go.mod"), "utf8")).toContain("module example.com/pulumi-coderd/sdk/go\n");
    },
    FIRST_RUN_MILLISECONDS,
  );

  it(
    "of .NET are generated, under a name that can be published",
    async () => {
      const sdk = await generateSdk("dotnet");
      expect(existsSync(join(sdk, "PulumiCoderd.Coderd.csproj"))).toBe(true);
      for (const resource of resources)
        expect(readFileSync(join(sdk, `${resource}.cs`), "utf8")).toContain("namespace PulumiCoderd.Coderd");
    },
    FIRST_RUN_MILLISECONDS,
  );
});
