// The package as npm installs it: packed from the sources as they are, without the plugin's bundle, and unpacked in an
// empty project. What it depends on is linked to the repository's, so that nothing is downloaded.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");

/** The settings of Pulumi's template for TypeScript projects. */
export const TEMPLATE_OPTIONS = {
  strict: true,
  target: "es2020",
  module: "commonjs",
  moduleResolution: "node",
  sourceMap: true,
  experimentalDecorators: true,
  pretty: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  forceConsistentCasingInFileNames: true,
};

export class Project {
  private constructor(readonly folder: string) {}

  static create(): Project {
    const folder = mkdtempSync(join(tmpdir(), "installed-package-"));
    const built = join(folder, "built");
    const compiler = join(ROOT, "node_modules", "typescript", "bin", "tsc");
    execFileSync(process.execPath, [
      compiler,
      "-p",
      join(ROOT, "tsconfig.build.json"),
      "--outDir",
      join(built, "dist"),
    ]);
    const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    writeFileSync(join(built, "package.json"), JSON.stringify(manifest));
    const [packed] = JSON.parse(
      execFileSync("npm", ["pack", "--ignore-scripts", "--json"], { cwd: built, encoding: "utf8", stdio: "pipe" }),
    ) as { filename: string }[];
    execFileSync("tar", ["xzf", join(built, packed?.filename ?? ""), "-C", folder]);
    const modules = join(folder, "node_modules");
    mkdirSync(modules);
    cpSync(join(folder, "package"), join(modules, "pulumi-coderd"), { recursive: true });
    for (const name of [...Object.keys(manifest.dependencies), "@pulumi/pulumi", "@types/node"]) {
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(join(ROOT, "node_modules", name), join(modules, name));
    }
    return new Project(folder);
  }

  write(name: string, text: string): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
