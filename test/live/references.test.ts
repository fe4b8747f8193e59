// That what comments refer to by `@see` is there in the sources of the Coder that the suite runs on: the file, and what
// is declared in it. The sources are those that the toolchain built the server from; without them it is skipped.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");
const MODULE = "github.com/coder/coder/v2@v2.24.0";

interface Reference {
  place: string;
  file: string;
  names: readonly string[];
}

/** Where Go keeps the sources; undefined where it has none. Nothing is downloaded. */
function sources(): string | undefined {
  const environment = { ...process.env, GOPROXY: "off", GOWORK: "off", GOFLAGS: "-mod=mod", GONOSUMDB: "*" };
  try {
    const answer = execFileSync("go", ["mod", "download", "-json", MODULE], {
      cwd: tmpdir(),
      env: environment,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return (JSON.parse(answer) as { Dir?: string }).Dir;
  } catch {
    return undefined;
  }
}

/** Those to Coder itself. Others begin with the name of their module, or are no Go. */
function references(): Reference[] {
  const pattern = /@see ((?:[a-z]+\/)+\w+\.go)([^*\n]*)/g;
  return ["provider", "sdk", "test/fakes"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .flatMap((name) =>
        [...readFileSync(join(ROOT, folder, name), "utf8").matchAll(pattern)].map(([, file = "", rest = ""]) => ({
          place: `${folder}/${name}`,
          file,
          names: (rest.split(". ")[0] ?? "").match(/[A-Za-z][\w.]*\w/g) ?? [],
        })),
      ),
  );
}

/** What Go declares by the name: a function, a type, one line of a block of values; or a method or field of a type. */
function isDeclared(source: string, name: string): boolean {
  const [type = "", member] = name.split(".");
  if (member === undefined)
    return new RegExp(`^(func (\\([^)]*\\) )?|type |var |const |\\t)${type}\\b`, "m").test(source);
  const [, fields = ""] = new RegExp(`^(?:type |\\t)${type} struct \\{\n([^]*?)^\\t?\\}`, "m").exec(source) ?? [];
  return (
    new RegExp(`^\\t+${member}\\b`, "m").test(fields) ||
    new RegExp(`^func \\(\\w+ \\*?${type}\\) ${member}\\b`, "m").test(source)
  );
}

const folder = sources();
if (folder === undefined) console.log(`The sources of ${MODULE} are not here: references to them are not checked.`);

(folder === undefined ? describe.skip : describe)("references to Coder's sources", () => {
  it("name a file that there is, and what it declares", () => {
    const all = references();
    const wrong = all.filter(({ file, names }) => {
      const path = join(folder ?? "", file);
      if (!existsSync(path) || names.length === 0) return true;
      const source = readFileSync(path, "utf8");
      return names.some((name) => !isDeclared(source, name));
    });
    expect(all.length).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  });

  it("would not name what is not declared", () => {
    const source = "type Template struct {\n\tID uuid.UUID\n}\nfunc (r Root) URL() File {\n";
    const names = ["Template", "Template.ID", "Root.URL", "Temp", "Template.Name", "Root.Session"];
    expect(names.filter((name) => isDeclared(source, name))).toEqual(["Template", "Template.ID", "Root.URL"]);
  });
});
