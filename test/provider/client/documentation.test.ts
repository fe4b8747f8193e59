// That every function of the client says what it does, where the server does it, and how it is called: the examples are compiled.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import typescript from "typescript";
import { createClient } from "../../../provider/client/client";

const ROOT = join(__dirname, "..", "..", "..");
const FOLDER = join(ROOT, "provider", "client");

/** What the examples take as given. */
const GIVEN = `import { readFile, writeFile } from "node:fs/promises";
import * as provider from "../../../provider";
declare const client: provider.CoderClient;
declare const createClient: typeof provider.createClient;
declare const version: provider.TemplateVersion;
declare const template: provider.Template;
declare const workspace: provider.Workspace;
declare const build: provider.WorkspaceBuild;
declare const agent: provider.WorkspaceAgent;
declare const job: provider.ProvisionerJob;
declare const file: provider.UploadedFile;
declare const user: provider.User;
declare const groupId: string;
declare const url: string;
declare const password: string;
export const given = { readFile, writeFile };
`;

interface Documentation {
  text: string;
  see: string[];
  examples: string[];
}

function documentationOf(declaration: typescript.FunctionDeclaration): Documentation {
  const tags = typescript.getJSDocTags(declaration);
  const texts = (name: string): string[] =>
    tags
      .filter(({ tagName }) => tagName.text === name)
      .map((tag) =>
        tag
          .getText()
          .replace(/\n\s*\*\s?/g, "\n")
          .replace(/^@\w+\s*/, "")
          .trim(),
      );
  const [comment] = typescript.getJSDocCommentsAndTags(declaration).filter(typescript.isJSDoc);
  return { text: typescript.getTextOfJSDocComment(comment?.comment) ?? "", see: texts("see"), examples: texts("example") };
}

/** Every function that is exported by a file of the client, by name. */
function functionsOfClient(): Map<string, Documentation> {
  const found = new Map<string, Documentation>();
  for (const file of readdirSync(FOLDER)) {
    const text = readFileSync(join(FOLDER, file), "utf8");
    for (const statement of typescript.createSourceFile(file, text, typescript.ScriptTarget.Latest, true).statements) {
      if (typescript.isFunctionDeclaration(statement) && statement.name !== undefined)
        found.set(statement.name.text, documentationOf(statement));
    }
  }
  return found;
}

/** The texts and files as the compiler reads them, with the settings of the repository but for what is not used. */
function programOf(texts: ReadonlyMap<string, string>, ...names: string[]): typescript.Program {
  const { config } = typescript.readConfigFile(join(ROOT, "tsconfig.json"), typescript.sys.readFile.bind(typescript.sys)) as {
    config: object;
  };
  const { options } = typescript.parseJsonConfigFileContent({ ...config, include: [], files: [] }, typescript.sys, ROOT);
  const files = typescript.createCompilerHost(options);
  const host: typescript.CompilerHost = {
    ...files,
    fileExists: (name) => texts.has(name) || files.fileExists(name),
    readFile: (name) => texts.get(name) ?? files.readFile(name),
    getSourceFile: (name, version) => {
      const text = texts.get(name);
      return text === undefined ? files.getSourceFile(name, version) : typescript.createSourceFile(name, text, version);
    },
  };
  return typescript.createProgram([...texts.keys(), ...names], { ...options, noUnusedLocals: false, types: ["node"] }, host);
}

/** What the compiler says about each text. */
function diagnose(texts: ReadonlyMap<string, string>): Record<string, string[]> {
  const program = programOf(texts);
  return Object.fromEntries(
    [...texts.keys()].map((file) => {
      const source = program.getSourceFile(file);
      const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      return [file, diagnostics.map(({ messageText }) => typescript.flattenDiagnosticMessageText(messageText, "\n"))];
    }),
  );
}

const client = createClient({ url: "http://127.0.0.1:1" });
const names = Object.keys(client).filter((name) => !["url", "serverVersion", "with", "close"].includes(name));
const functions = functionsOfClient();

afterAll(async () => {
  await client.close();
});

describe("the client's functions", () => {
  it.each(names)("%s says what it does, where the server does it, and how it is called", (name) => {
    const { text = "", see = [], examples = [] } = functions.get(name) ?? {};
    expect({ name, hasText: /^[A-Z].*\.$/s.test(text), see: see.length, examples: examples.length }).toEqual({
      name,
      hasText: true,
      see: 1,
      examples: 1,
    });
    expect(see[0]).toMatch(/^(enterprise\/)?coderd\/\w+\.go \w+$/);
    expect(examples[0]).toContain(`.${name}(`);
  });

  it("show it where they are called: an editor that points at `client.getTemplate` has it", () => {
    const file = join(FOLDER, "client.ts");
    const program = programOf(new Map(), file);
    const checker = program.getTypeChecker();
    const interfaces = program.getSourceFile(file)?.statements.filter(typescript.isInterfaceDeclaration);
    const declaration = interfaces?.find((each) => each.name.text === "CoderClient");
    const type = declaration === undefined ? undefined : checker.getTypeAtLocation(declaration);
    const shown = names.map((name) => [name, type?.getProperty(name)?.getDocumentationComment(checker)[0]?.text]);
    expect(shown).toEqual(names.map((name) => [name, functions.get(name)?.text]));
  });

  it("have examples that compile", () => {
    const place = (name: string): string => join(ROOT, "test", "provider", "client", `example-${name}.ts`);
    const texts = new Map(
      names.map((name) => [
        place(name),
        `${GIVEN}async function example(): Promise<void> {\n${functions.get(name)?.examples[0]}\n}\nvoid example;\n`,
      ]),
    );
    // A mistake is found: nothing below would mean anything otherwise.
    texts.set(place("wrong"), `${GIVEN}void client.getTemplate(1);\n`);
    const { [place("wrong")]: wrong, ...rest } = diagnose(texts);
    expect(wrong).toEqual(["Argument of type 'number' is not assignable to parameter of type 'string'."]);
    expect(Object.entries(rest).filter(([, problems]) => problems.length > 0)).toEqual([]);
  });
});
