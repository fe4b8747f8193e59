// Bundles the plugin into dist/plugin and the dynamic host into one file; with --archives also writes what a release
// carries, one archive per platform, into dist/archives. Another folder than dist is named by --folder.
import { build } from "esbuild";
import { createWriteStream } from "node:fs";
import { chmod, copyFile, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createGzip } from "node:zlib";
import { pack } from "tar-stream";
import { NOTICES_FILE, noticesOf } from "./notices.mjs";

const FOLDER = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.join(FOLDER, "..", "..", "..");
const { values: options } = parseArgs({ options: { archives: { type: "boolean" }, folder: { type: "string" } } });
const OUTPUT = options.folder ?? path.join(ROOT, "dist");
const PLUGIN = path.join(OUTPUT, "plugin");
const BUNDLE = "provider.js";
const SCHEMA = "schema.json";
/** Terraform's parser: only few runs load it, with its code from a file beside it. */
const PARSER_PACKAGE = "@cdktn/hcl2json";
const PARSER = "terraform-parser.js";
const PARSER_CODE = "main.wasm.gz";
const ARCHIVES = path.join(OUTPUT, "archives");
const PLATFORMS = ["darwin-amd64", "darwin-arm64", "linux-amd64", "linux-arm64", "windows-amd64", "windows-arm64"];

const { version } = JSON.parse(await readFile(path.join(ROOT, "package.json"), "utf8"));

const common = {
  absWorkingDir: ROOT,
  metafile: true,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  legalComments: "none",
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 200,
  logLevel: "warning",
};
/** zod brings its messages in fifty languages; only English is asked for. */
const english = {
  name: "english",
  setup: (bundler) =>
    bundler.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.(js|cjs)$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    })),
};
/** Loaded as files of their own: what is compiled and kept, and what only few calls need. */
const besides = {
  name: "besides",
  setup: (bundler) =>
    bundler.onResolve({ filter: /^\.\/main$|\/schema\.json$|^@cdktn\/hcl2json$/ }, ({ path: file }) => ({
      path: `./${file === "./main" ? BUNDLE : file === PARSER_PACKAGE ? PARSER : SCHEMA}`,
      external: true,
    })),
};

await rm(PLUGIN, { recursive: true, force: true });
await mkdir(PLUGIN, { recursive: true });
await build({
  ...common,
  entryPoints: [path.join(FOLDER, "start.ts")],
  outfile: path.join(PLUGIN, "pulumi-resource-coderd.js"),
  banner: { js: "#!/usr/bin/env node" },
  plugins: [besides],
});
const { metafile } = await build({
  ...common,
  entryPoints: [path.join(FOLDER, "main.ts")],
  outfile: path.join(PLUGIN, BUNDLE),
  plugins: [english, besides],
});
const parserFolder = path.join(ROOT, "node_modules", PARSER_PACKAGE);
const parser = await build({
  ...common,
  entryPoints: [path.join(parserFolder, "build", "index.js")],
  outfile: path.join(PLUGIN, PARSER),
  // Every Node has it without a package.
  external: ["performance"],
  // It looks for its code one folder above its own.
  define: { __dirname: "packageFolder" },
  banner: { js: 'const packageFolder = __dirname + "/build";' },
});
await copyFile(path.join(parserFolder, PARSER_CODE), path.join(PLUGIN, PARSER_CODE));
// In the place of the compiler's output: one file is read and compiled in half the time of 400.
const dynamic = await build({
  ...common,
  entryPoints: [path.join(FOLDER, "..", "dynamic.ts")],
  outfile: path.join(OUTPUT, "provider", "hosts", "dynamic.js"),
  external: ["@pulumi/pulumi", PARSER_PACKAGE],
  plugins: [english],
});
for (const launcher of ["pulumi-resource-coderd", "pulumi-resource-coderd.cmd"]) {
  await copyFile(path.join(FOLDER, launcher), path.join(PLUGIN, launcher));
}
await copyFile(path.join(ROOT, "LICENSE"), path.join(PLUGIN, "LICENSE"));
await copyFile(path.join(ROOT, "provider", "schema", "schema.json"), path.join(PLUGIN, SCHEMA));
await writeFile(
  path.join(PLUGIN, NOTICES_FILE),
  await noticesOf(Object.keys({ ...metafile.inputs, ...dynamic.metafile.inputs, ...parser.metafile.inputs }), ROOT),
);
for (const executable of ["pulumi-resource-coderd", "pulumi-resource-coderd.js"])
  await chmod(path.join(PLUGIN, executable), 0o755);

if (options.archives) {
  await rm(ARCHIVES, { recursive: true, force: true });
  await mkdir(ARCHIVES, { recursive: true });
  for (const platform of PLATFORMS) {
    const file = path.join(ARCHIVES, `pulumi-resource-coderd-v${version}-${platform}.tar.gz`);
    await writeArchive(file, platform.startsWith("windows") ? "pulumi-resource-coderd.cmd" : "pulumi-resource-coderd");
    process.stdout.write(`${path.relative(ROOT, file)} ${(await stat(file)).size} bytes\n`);
  }
}

/**
 * The launcher of the platform, the bundle with the file that loads it, Terraform's parser, the schema and the
 * licenses; the same bytes for the same content.
 */
async function writeArchive(file, launcher) {
  const archive = pack();
  const written = pipeline(archive, createGzip({ level: 9 }), createWriteStream(file));
  const texts = [SCHEMA, "LICENSE", NOTICES_FILE];
  for (const name of [launcher, "pulumi-resource-coderd.js", BUNDLE, PARSER, PARSER_CODE, ...texts]) {
    const mode = name.startsWith("pulumi-resource-coderd") ? 0o755 : 0o644;
    archive.entry({ name, mode, mtime: new Date(0) }, await readFile(path.join(PLUGIN, name)));
  }
  archive.finalize();
  await written;
}
