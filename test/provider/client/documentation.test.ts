// That every function of the client says what it does, where the server does it, and how it is called: the examples are
// compiled.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import typescript from "typescript";
import { createClient } from "../../../provider/client/client";
import { problemsOf, programOf } from "../../typescript-program";

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

function documentationOf(declaration: typescript.FunctionLikeDeclaration): Documentation {
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
  return {
    text: typescript.getTextOfJSDocComment(comment?.comment) ?? "",
    see: texts("see"),
    examples: texts("example"),
  };
}

/** Every function that is declared in a file of the client, or in an object there, by name. */
function functionsOfClient(): Map<string, Documentation> {
  const found = new Map<string, Documentation>();
  const visit = (node: typescript.Node): void => {
    if ((typescript.isFunctionDeclaration(node) || typescript.isMethodDeclaration(node)) && node.name !== undefined)
      found.set(node.name.getText(), documentationOf(node));
    else node.forEachChild(visit);
  };
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".ts"))) {
    const text = readFileSync(join(FOLDER, file), "utf8");
    visit(typescript.createSourceFile(file, text, typescript.ScriptTarget.Latest, true));
  }
  return found;
}

/** What the compiler says about each text. */
function diagnose(texts: ReadonlyMap<string, string>): Record<string, string[]> {
  const program = programOf(texts, [], { noUnusedLocals: false });
  return Object.fromEntries([...texts.keys()].map((file) => [file, problemsOf(program, file)]));
}

const client = createClient({ url: "http://127.0.0.1:1" });
const names = Object.keys(client).filter(
  (name) => !["url", "identity", "serverTime", "serverVersion", "with", "close"].includes(name),
);
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
    const program = programOf(new Map(), [file]);
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
