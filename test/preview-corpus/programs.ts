// The programs of the corpus, as their folders have them. test/README.md tells what is in a folder.
import fs from "node:fs";
import path from "node:path";

/** What has to be said at a resource: exactly once, and nothing else. */
export interface ExpectedMessage {
  /** The resource's name in the program. */
  resource: string;
  /** As the message names it; "" where the resource as a whole is meant. */
  property: string;
  /** A part of the message. */
  says: string;
}

/**
 * - new: nothing is there before.
 * - changed: `before.js` was applied, and the program takes its place.
 * - known: `versionId` is that of a version that the server has.
 * - made: `versionId` is that of a version of the same files that the program itself makes.
 */
export type Situation = "new" | "changed" | "known" | "made";

interface Settings {
  /** Refused: the row of the page's table that it stands for. */
  row?: string;
  fails?: ExpectedMessage[];
  /** Warnings; there are no others. */
  warns?: ExpectedMessage[];
  /** Texts that no line may show. */
  hides?: string[];
  /** Whose token: by default an owner of the deployment. */
  user?: "member" | "template-admin";
  configuration?: Record<string, string>;
  situations?: Situation[];
  /** Whether the program only runs where something is that a test's server lacks: then it is previewed and no more. */
  previewOnly?: boolean;
}

export interface CorpusProgram extends Settings {
  name: string;
  fails: ExpectedMessage[];
  warns: ExpectedMessage[];
  hides: string[];
  situations: Situation[];
  text: string;
  /** Path in the stack's folder → text. */
  files: Record<string, string>;
}

/** The page that tells what previews refuse, and its heading. */
export const PAGE = { file: "docs/resources.md", heading: "What a preview refuses" };

/** Beside which lines a program's text stands: `name` begins the names that it uses on the server. */
export const PREAMBLE = `const pulumi = require("@pulumi/pulumi");
const config = new pulumi.Config();
const name = pulumi.getProject();
`;

/** What a folder without a program declares. */
const TEMPLATE_ALONE = 'new coderd.Template("template", { name, source: { directory: "template" } });\n';

/** What a program finds as `versionId`. */
const VERSION_IDS: Partial<Record<Situation, string>> = {
  known: 'const versionId = config.require("versionId");\n',
  made: `const source = { directory: "template" };
const version = new coderd.TemplateVersion("version", { templateName: name, source });
const versionId = new coderd.Template("of-version", { name, activeVersionId: version.id }).activeVersionId;
`,
};

const OWN = ["program.js", "expected.json"];

/** The files that every program has, unless its folder has another one of the name. */
export function sharedFiles(): Record<string, string> {
  return filesOf(path.join(__dirname, "template"), "template");
}

/** What is applied before the programs of the situation "changed". */
export function programBefore(): string {
  return fs.readFileSync(path.join(__dirname, "before.js"), "utf8");
}

export function readPrograms(kind: "broken" | "correct"): CorpusProgram[] {
  const folder = path.join(__dirname, kind);
  return fs
    .readdirSync(folder)
    .sort()
    .map((name) => readProgram(path.join(folder, name)));
}

function readProgram(folder: string): CorpusProgram {
  const files = filesOf(folder, "");
  const settings = JSON.parse(files["expected.json"] ?? "{}") as Settings;
  const text = files["program.js"];
  return {
    fails: [],
    warns: [],
    hides: [],
    situations: text === undefined ? ["new", "changed"] : /\bversionId\b(?!:)/.test(text) ? ["known", "made"] : ["new"],
    ...settings,
    name: path.basename(folder),
    text: text ?? TEMPLATE_ALONE,
    files: Object.fromEntries(Object.entries(files).filter(([file]) => !OWN.includes(file))),
  };
}

export function textIn(situation: Situation, { text }: CorpusProgram): string {
  return (VERSION_IDS[situation] ?? "") + text;
}

function filesOf(folder: string, prefix: string): Record<string, string> {
  return Object.fromEntries(
    fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [
        path.posix.join(prefix, path.relative(folder, file).split(path.sep).join("/")),
        fs.readFileSync(file, "utf8"),
      ]),
  );
}
