// ARCHITECTURE.md against the tree: what it names exists, and no room is left out.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "..");
const page = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
const named = [...page.matchAll(/`([\w./-]+)`/g)].map(([, code]) => code ?? "");

describe("ARCHITECTURE.md", () => {
  it("names only files and folders that there are", () => {
    const paths = named.filter((code) => /^(sdk|provider|docs|examples|test)\//.test(code));
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it("names every room of the provider, and every file at its top", () => {
    const entries = readdirSync(join(root, "provider"), { withFileTypes: true });
    const places = entries.map((entry) => `provider/${entry.name}${entry.isDirectory() ? "/" : ""}`);
    expect(places.filter((place) => !named.includes(place))).toEqual([]);
  });

  it("names only scripts that package.json has", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const names = [...page.matchAll(/\bnpm (?:run )?(\w+)/g)].map(([, name]) => name ?? "");
    expect(names.filter((name) => name !== "package" && !(name in scripts))).toEqual([]);
  });

  it("stays a page, in lines of at most 120 columns but for its table", () => {
    const lines = page.split("\n");
    expect(lines.length).toBeLessThan(100);
    expect(lines.filter((line) => line.length > 120 && !line.startsWith("|"))).toEqual([]);
  });
});
