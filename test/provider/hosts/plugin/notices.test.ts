// What goes with the bundle and into the archives of a release: the licences of all that is in it.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { build } from "esbuild";
import { listTar } from "../../source/fixtures";

const ROOT = resolve(__dirname, "..", "..", "..", "..");
const FOLDER = join(ROOT, "provider", "hosts", "plugin");

let output: string;

beforeAll(() => {
  output = mkdtempSync(join(tmpdir(), "notices-"));
  execFileSync(process.execPath, [join(FOLDER, "build.mjs"), "--archives", "--folder", output], { stdio: "ignore" });
});

afterAll(() => rmSync(output, { recursive: true }));

/** The packages in a bundle of the same sources, as the bundler itself counts them. */
async function bundledPackages(): Promise<{ name: string; version: string; license: string; folder: string }[]> {
  const { metafile } = await build({
    entryPoints: [join(FOLDER, "main.ts")],
    absWorkingDir: ROOT,
    bundle: true,
    platform: "node",
    write: false,
    metafile: true,
    // Every Node has it without a package.
    external: ["performance"],
    outfile: "unused.js",
  });
  const folders = Object.keys(metafile.inputs)
    .filter((file) => file.includes("node_modules/"))
    .map((file) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? file);
  return [...new Set(folders)].map((folder) => ({
    ...(JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8")) as {
      name: string;
      version: string;
      license: string;
    }),
    folder: join(ROOT, folder),
  }));
}

it("names every package in the bundle with its version, its license and the text of it", async () => {
  const text = readFileSync(join(output, "plugin", "THIRD-PARTY-NOTICES.txt"), "utf8");
  const packages = await bundledPackages();
  expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(["@pulumi/pulumi", "undici", "zod"]));
  for (const { name, version, license, folder } of packages) {
    expect(text).toContain(`\n${name} ${version}\nLicense: ${license}\n`);
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each)) ?? "";
    expect(text).toContain(readFileSync(join(folder, file), "utf8").trim());
  }
});

it("is in every archive of a release, beside our own license", async () => {
  const archives = readdirSync(join(output, "archives"));
  expect(archives).toHaveLength(6);
  for (const archive of archives) {
    const entries = await listTar(gunzipSync(readFileSync(join(output, "archives", archive))));
    expect(entries.map(({ name, mode }) => [name, mode])).toEqual([
      [archive.includes("windows") ? "pulumi-resource-coderd.cmd" : "pulumi-resource-coderd", 0o755],
      ["pulumi-resource-coderd.js", 0o755],
      ["provider.js", 0o644],
      ["terraform-parser.js", 0o644],
      ["main.wasm.gz", 0o644],
      ["schema.json", 0o644],
      ["LICENSE", 0o644],
      ["THIRD-PARTY-NOTICES.txt", 0o644],
    ]);
  }
});

describe("a package", () => {
  function refusalOf(files: Record<string, string>): string {
    const root = mkdtempSync(join(output, "packages-"));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    const program = `
      const { noticesOf } = await import(${JSON.stringify(join(FOLDER, "notices.mjs"))});
      await noticesOf(["provider/own.ts", "node_modules/@a/b/index.js"], ${JSON.stringify(root)}).then(
        (text) => console.log(text), (error) => console.log("refused: " + error.message));`;
    return spawnSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" }).stdout;
  }

  const manifest = (license?: string): string => JSON.stringify({ name: "@a/b", version: "1.0.0", license });

  it("with a known license and its text goes into the bundle", () => {
    const text = refusalOf({ "node_modules/@a/b/package.json": manifest("MIT"), "node_modules/@a/b/COPYING": "Do." });
    expect(text).toContain("@a/b 1.0.0\nLicense: MIT\n\nDo.\n");
  });

  it.each([["GPL-3.0"], [undefined]])("under the license %s fails the build", (license) => {
    const files = { "node_modules/@a/b/package.json": manifest(license), "node_modules/@a/b/LICENSE": "Don't." };
    expect(refusalOf(files)).toBe(
      `refused: The bundle contains @a/b 1.0.0 under the license ${license === undefined ? "undefined" : `"${license}"`}, ` +
        "which nobody has looked at. If its terms allow it, add it to ACCEPTED in " +
        "provider/hosts/plugin/notices.mjs; else do without it.\n",
    );
  });

  it("without the text of its license fails the build", () => {
    expect(refusalOf({ "node_modules/@a/b/package.json": manifest("MIT") })).toBe(
      "refused: The bundle contains @a/b 1.0.0, which comes without the text of its license. Do without it, or add " +
        "its text to the build.\n",
    );
  });
});
