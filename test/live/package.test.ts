// The package as users get it: installed from its tarball, upgraded under a stack, and used from every kind of program.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { useLive } from "./live";
import { templateProgram } from "./programs";
import { statusLinesAt, type Stack } from "./stack";
import { plainTemplate } from "./templates";

const live = useLive("pack");

const ROOT = path.join(__dirname, "..", "..");
const LIVE_FOLDER = process.env["LIVE_FOLDER"] ?? "";

/** A copy of the built package under another version, whose provider says which one it is whenever it is loaded. */
function copyPackage(version: string): string {
  const folder = path.join(LIVE_FOLDER, `pulumi-coderd-${version}`);
  fs.cpSync(path.join(ROOT, "dist"), path.join(folder, "dist"), { recursive: true });
  fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
  const manifest = JSON.parse(fs.readFileSync(path.join(ROOT, "package.json"), "utf8")) as Record<string, unknown>;
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ ...manifest, version }));
  fs.appendFileSync(
    path.join(folder, "dist", "provider", "hosts", "dynamic.js"),
    `\nrequire("node:fs").appendFileSync(process.env.LIVE_MARKS, "${version}\\n");\n`,
  );
  return folder;
}

it("upgrades without a difference, and deletes with the new code", async () => {
  const name = `${live.prefix}upgrade`;
  const program = templateProgram([{ version: { source: { files: plainTemplate("upgrade") } }, template: { name } }]);
  const [before, after] = [copyPackage("0.1.0"), copyPackage("0.2.0")];
  const marks = path.join(LIVE_FOLDER, "marks");
  const marked = (): string[] => {
    const found = fs.existsSync(marks) ? fs.readFileSync(marks, "utf8").trim().split("\n") : [];
    fs.rmSync(marks, { force: true });
    return [...new Set(found)];
  };
  const stack = await live.stack(program, { packageFolder: before, environment: { LIVE_MARKS: marks } });
  await stack.up();
  expect(marked()).toEqual(["0.1.0"]);

  const link = path.join(stack.folder, "node_modules", "pulumi-coderd");
  fs.rmSync(link);
  fs.symlinkSync(after, link);
  const preview = await stack.preview(["--diff"]);
  expect(preview.changes).toEqual({ same: 3 });
  expect(preview.text).not.toContain("__provider");
  await stack.refresh();
  await stack.destroy();
  expect(marked()).toEqual(["0.2.0"]);
  expect(await live.api.templates(name)).toEqual([]);
});

describe("a program", () => {
  async function expectToWork(stack: Stack, name: string): Promise<void> {
    const result = await stack.up();
    expect(result.changes).toEqual({ create: 3 });
    expect(result.outputs).toEqual({ activeVersionId: stack.stateOf("version").id });
    expect((await live.api.template(name)).active_version_id).toBe(stack.stateOf("version").id);
    await stack.expectNoChanges();
    await stack.destroy();
    expect(await live.api.templates(name)).toEqual([]);
  }

  const body = (name: string): string => `
const version = new coderd.TemplateVersion("version", { templateName: "${name}", source: { directory: "./template" } });
const template = new coderd.Template("template", { name: "${name}", activeVersionId: version.id });
`;
  const files = Object.fromEntries(
    Object.entries(plainTemplate("program")).map(([file, text]) => [`template/${file}`, text]),
  );

  it("can be an ES module", async () => {
    const name = `${live.prefix}esm`;
    const program = `import * as coderd from "pulumi-coderd";\n${body(name)}\nexport const activeVersionId = template.activeVersionId;\n`;
    await expectToWork(await live.stack(program, { moduleType: "module", files }), name);
  });

  it("can be TypeScript", async () => {
    const name = `${live.prefix}ts`;
    const program = `import * as pulumi from "@pulumi/pulumi";
import * as coderd from "pulumi-coderd";
${body(name)}
export const activeVersionId: pulumi.Output<string> = template.activeVersionId;
`;
    await expectToWork(await live.stack(program, { main: "index.ts", files }), name);
  });

  it("can use the package installed from its tarball, outside the repository", async () => {
    const name = `${live.prefix}npm`;
    const folder = path.join(LIVE_FOLDER, "installed");
    fs.mkdirSync(folder);
    const run = (parameters: string[], directory: string): string =>
      execFileSync("npm", parameters, { cwd: directory, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    const [packed] = JSON.parse(
      run(["pack", "--ignore-scripts", "--json", "--pack-destination", LIVE_FOLDER], ROOT),
    ) as {
      filename: string;
      files: { path: string }[];
    }[];
    const strangers = (packed?.files ?? [])
      .map((file) => file.path)
      .filter((file) => !/^(dist\/|LICENSE$|README\.md$|package\.json$)/.test(file) && !isPage(file));
    expect(strangers).toEqual([]);

    const sdk = (
      JSON.parse(fs.readFileSync(path.join(ROOT, "node_modules/@pulumi/pulumi/package.json"), "utf8")) as {
        version: string;
      }
    ).version;
    const dependencies = {
      "@pulumi/pulumi": sdk,
      "pulumi-coderd": `file:${path.join(LIVE_FOLDER, packed?.filename ?? "")}`,
    };
    fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "empty", private: true, dependencies }));
    run(["install", "--prefer-offline", "--no-audit", "--no-fund", "--omit=dev"], folder);
    expect(fs.lstatSync(path.join(folder, "node_modules/pulumi-coderd")).isSymbolicLink()).toBe(false);

    const program = `const coderd = require("pulumi-coderd");\n${body(name)}\nexports.activeVersionId = template.activeVersionId;\n`;
    await expectToWork(await live.stack(program, { folder, files }), name);
  });
});

/** A page for readers, or what pages link to: the examples, and the sources that declare and document. */
function isPage(file: string): boolean {
  const declarations = /^sdk\/generated\/types\.ts$/;
  return /^(docs\/|examples\/|test\/README\.md$|ARCHITECTURE\.md$)/.test(file) || declarations.test(file);
}

it("shows status lines at resources inside a component, too", async () => {
  const name = `${live.prefix}component`;
  const stack = await live.stack(`
    const coderd = require("pulumi-coderd");
    const pulumi = require("@pulumi/pulumi");
    class Team extends pulumi.ComponentResource {
      constructor(name, args, options) {
        super("acme:index:Team", name, {}, options);
        const version = new coderd.TemplateVersion("version", { templateName: name, ...args }, { parent: this });
        new coderd.Template("template", { name, activeVersionId: version.id }, { parent: this });
        this.registerOutputs({});
      }
    }
    new Team("${name}", { source: { files: ${JSON.stringify(plainTemplate("component"))} } });
  `);
  const result = await stack.up();
  expect(statusLinesAt(result, "version")).toContain("Uploading the files");
  const [status] = result.diagnostics.filter(({ isEphemeral }) => isEphemeral);
  expect(status?.urn).toBe(stack.stateOf("version").urn);
  expect(status?.urn).toContain("acme:index:Team$pulumi-nodejs:dynamic/coderd:TemplateVersion::version");
  await stack.expectNoChanges();
});

it("reads what exists with get, and does not manage it", async () => {
  const name = `${live.prefix}get`;
  const owner = await live.stack(
    templateProgram([
      { version: { source: { files: plainTemplate("get") } }, template: { name, displayName: "Found" } },
    ]),
  );
  await owner.up();
  const reader = await live.stack(`
    const coderd = require("pulumi-coderd");
    const template = coderd.Template.get("template", "${owner.stateOf("template").id}");
    const version = coderd.TemplateVersion.get("version", template.activeVersionId);
    exports.displayName = template.displayName;
    exports.versionName = version.name;
    exports.resources = version.resources.apply(({ start }) => start.map(({ type, name }) => type + "." + name));
  `);
  live.proxy.clear();
  const result = await reader.up();
  expect(result.outputs).toEqual({
    displayName: "Found",
    versionName: owner.stateOf("version").outputs["name"],
    resources: ["terraform_data.main"],
  });
  await reader.refresh();
  await reader.destroy();
  expect(live.proxy.mutations()).toEqual([]);
  expect(await live.api.templates(name)).toHaveLength(1);
});
