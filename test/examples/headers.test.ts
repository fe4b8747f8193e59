// Every program of the examples begins with a comment that says what it shows and how to run it.
import fs from "node:fs";
import path from "node:path";

const EXAMPLES = path.join(__dirname, "..", "..", "examples");
const MAIN_FILES = ["index.ts", "main.go", "__main__.py", "yaml/Pulumi.yaml"];

const files = fs.readdirSync(EXAMPLES, { recursive: true, encoding: "utf8" });
const programs = files.filter((file) => MAIN_FILES.some((main) => `/${file}`.endsWith(`/${main}`)));
const scripts = files.filter((file) => /^scripts\/.*\.ts$/.test(file) && file !== "scripts/script.ts");

/** The lines of a file's first comment, without the marks. */
function headerOf(file: string): string[] {
  const lines = fs.readFileSync(path.join(EXAMPLES, file), "utf8").split("\n");
  const end = lines.findIndex((line) => !/^(\/\/|#) /.test(line));
  return lines.slice(0, end).map((line) => line.replace(/^(\/\/|#) /, ""));
}

it.each([...programs, ...scripts])("%s says first what it shows and how to run it", (file) => {
  const header = headerOf(file);
  const run = header.findIndex((line) => line.startsWith("Run: "));
  expect(run).toBeGreaterThan(0);
  const command = scripts.includes(file) ? `npx ts-node ${path.basename(file)}` : "pulumi up";
  expect(header.slice(run).join(" ")).toContain(command);
});

it("finds the programs", () => {
  expect(programs.length).toBe(9);
  expect(scripts.length).toBe(8);
});
