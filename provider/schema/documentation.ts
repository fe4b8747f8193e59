// Reads doc comments of the declarations as Markdown. The TypeScript compiler finds them, also where a declaration is
// spread or shared.
import { join } from "node:path";
import * as typescript from "typescript";

/** Sources of the server release that the `@see` tags refer to. */
const SERVER_SOURCES = "https://github.com/coder/coder/blob/v2.24.0/";

const SERVER_FILE = /^((?:cli|coderd|codersdk|provisionersdk)\/[\w/.-]+\.go)\s*(.*)$/s;

/** Docs of the properties of an object type, and of the objects inside. */
export interface PropertyDocs {
  /** Undefined when the property has no doc comment. */
  describe(key: string): string | undefined;
  /** Docs of the object that the property holds, or of the objects in its list or map. */
  inside(key: string): PropertyDocs;
}

export class Documentation {
  private readonly program: typescript.Program;
  private readonly checker: typescript.TypeChecker;

  /** @param files to read, relative to `root` */
  constructor(
    private readonly root: string,
    files: readonly string[],
  ) {
    const parsed = typescript.parseJsonConfigFileContent({ extends: "./tsconfig.json", files }, typescript.sys, root);
    this.program = typescript.createProgram(parsed.fileNames, { ...parsed.options, types: [] });
    this.checker = this.program.getTypeChecker();
  }

  /**
   * Docs of the keys of a zod object, as a program writes it (`input`) or reads it (`output`).
   *
   * @param path to the object from an export of the file, such as `functions.getTemplate.inputs`
   */
  ofSchema(file: string, path: string, side: "input" | "output"): PropertyDocs {
    const [name = "", ...keys] = path.split(".");
    const exported = this.checker.getTypeOfSymbol(this.exported(file, name));
    return this.ofType([...keys, "_zod", side].reduce((type, key) => this.property(type, key, path), exported));
  }

  private ofType(type: typescript.Type): PropertyDocs {
    return {
      describe: (key) => {
        const symbol = this.checker.getPropertyOfType(type, key);
        return symbol && this.markdownOf(symbol);
      },
      inside: (key) => this.ofType(this.contentOf(this.property(type, key, "a declaration"))),
    };
  }

  /** The type itself; for a list or map, however nested, the type of its items. */
  private contentOf(type: typescript.Type): typescript.Type {
    const present = this.checker.getNonNullableType(type);
    const content = present.getNumberIndexType() ?? present.getStringIndexType();
    return content === undefined || !(present.flags & typescript.TypeFlags.Object) ? present : this.contentOf(content);
  }

  private exported(file: string, name: string): typescript.Symbol {
    const source = this.program.getSourceFile(join(this.root, file));
    const module = source && this.checker.getSymbolAtLocation(source);
    const symbol = module && this.checker.tryGetMemberInModuleExports(name, module);
    if (symbol === undefined) throw new Error(`${file} exports no \`${name}\`, which the package schema is made from.`);
    return symbol;
  }

  private property(type: typescript.Type, key: string, owner: string): typescript.Type {
    const symbol = this.checker.getPropertyOfType(type, key);
    if (symbol === undefined) throw new Error(`The type of ${owner} has no property \`${key}\`.`);
    return this.checker.getTypeOfSymbol(symbol);
  }

  private markdownOf(symbol: typescript.Symbol): string | undefined {
    const text = typescript.displayPartsToString(symbol.getDocumentationComment(this.checker)).trim();
    if (text === "") return undefined;
    const tags = (symbol.declarations ?? []).flatMap((declaration) => [...typescript.getJSDocTags(declaration)]);
    return [...paragraphs(text), ...tags.flatMap(tagToMarkdown)].join("\n\n");
  }
}

/** Splits a text into paragraphs and joins the lines of each. */
function paragraphs(text: string): string[] {
  return text.split(/\n\s*\n/).map((paragraph) => paragraph.split("\n").join(" ").trim());
}

function tagToMarkdown(tag: typescript.JSDocTag): string[] {
  // From the source text: the compiler parses the beginning of a path as a name.
  const text = tag
    .getSourceFile()
    .text.slice(tag.tagName.end, tag.end)
    .replace(/\*\/$/, "")
    .split(/\n\s*\*\s?/)
    .join(" ")
    .trim();
  switch (tag.tagName.text) {
    case "default":
      return [`Default: ${isLiteral(text) ? `\`${text}\`` : text}.`];
    case "see":
      return [`Server: ${serverLink(text)}.`];
    default:
      throw new Error(
        `A doc comment of a declaration has the tag \`@${tag.tagName.text}\`, which the package schema has no ` +
          "place for.",
      );
  }
}

function isLiteral(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function serverLink(text: string): string {
  const [, file, name] = SERVER_FILE.exec(text) ?? [];
  if (file === undefined)
    throw new Error(`\`@see ${text}\` names no file of the server, such as "codersdk/templates.go Template".`);
  return `[${name === undefined || name === "" ? "" : `\`${name}\` in `}\`${file}\`](${SERVER_SOURCES}${file})`;
}
