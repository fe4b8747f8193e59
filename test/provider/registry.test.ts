// What a host loads: the handlers of the types that it is asked for, and what those need.
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { handlers, resourceTypes } from "../../provider/registry";
import type { HostName } from "../fakes/hosts";

const ROOT = resolve(__dirname, "..", "..");

/** What makes a host use the handler of a `type`, without a server. */
const USES: Record<HostName, string> = {
  dynamic: `require("./provider/hosts/dynamic").get(type)`,
  plugin: `new (require("./provider/hosts/plugin/provider").PluginProvider)(
    { operations: { run: () => Promise.resolve({ outputs: {} }) } },
  ).create("urn:pulumi:stack::project::coderd:index:" + type + "::name", {}, 0, true)`,
};

/** Folders of resources, and packages, that the host loads for these types. */
function loadedFor(host: HostName, types: readonly string[]): { resources: string[]; packages: string[] } {
  const code = `
    const use = (type) => ${USES[host]};
    Promise.all(${JSON.stringify(types)}.map(use)).then(() => {
      console.log(JSON.stringify(Object.keys(require.cache)));
      process.exit(0);
    });`;
  const options = { cwd: ROOT, encoding: "utf8" } as const;
  const answer = execFileSync(process.execPath, ["-r", "ts-node/register/transpile-only", "-e", code], options);
  const files = JSON.parse(answer) as string[];
  const found = (pattern: RegExp): string[] => [...new Set(files.flatMap((file) => pattern.exec(file)?.[1] ?? []))];
  return {
    resources: found(/\/provider\/resources\/([^/]+)\//).sort(),
    packages: found(/\/node_modules\/((?:@[^/]+\/)?[^/]+)\//),
  };
}

it("has a handler for every type, of that type", () => {
  expect(Object.keys(handlers)).toEqual([...resourceTypes]);
  for (const type of resourceTypes) expect(handlers[type].type).toBe(type);
});

describe.each(["plugin", "dynamic"] as const)("the %s host", (host) => {
  it("loads no resource that nobody asks for, and no package that only those need", () => {
    const { resources, packages } = loadedFor(host, ["Group"]);
    expect(resources).toEqual(["group", "names"]);
    expect(packages).toEqual(expect.arrayContaining(["zod", "undici"]));
    for (const name of ["tar-stream", "yauzl", "ignore", "croner", "re2js"]) expect(packages).not.toContain(name);
  });

  it("loads what the resources of a program need together", () => {
    const { resources } = loadedFor(host, ["Template", "Group"]);
    expect(resources).toEqual(["builds", "group", "impact", "names", "template", "versions"]);
  });
});
