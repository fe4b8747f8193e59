// The declarations of pulumi-coderd/provider, flat and with their documentation. The compiler's own declarations of the
// client name zod's types, which do not compile with the settings of Pulumi's template.
import { join } from "node:path";
import * as typescript from "typescript";

const ENTRY = "provider/index.ts";

/** Sources whose own declarations name none of zod's types. */
const PASSED_ON = ["provider/enumerations.ts", "provider/errors.ts", "provider/log.ts"];

/** Text of provider/declarations.ts. */
export function clientDeclarations(root: string): string {
  const parsed = typescript.parseJsonConfigFileContent(
    { extends: "./tsconfig.json", files: [ENTRY] },
    typescript.sys,
    root,
  );
  const program = typescript.createProgram(parsed.fileNames, { ...parsed.options, types: ["node"] });
  return new Writer(program, root).text();
}

class Writer {
  private readonly checker: typescript.TypeChecker;
  /** The types that have a name of their own. */
  private readonly names = new Map<typescript.Type, string>();
  /** Texts of types that the entry does not export, and that its types name. */
  private readonly others: string[] = [];

  constructor(
    private readonly program: typescript.Program,
    private readonly root: string,
  ) {
    this.checker = program.getTypeChecker();
  }

  text(): string {
    const exported = this.exportsOf(ENTRY);
    const passedOn = new Set(PASSED_ON.flatMap((file) => this.exportsOf(file)));
    const own = exported.filter((symbol) => !passedOn.has(symbol));
    const isType = ({ flags }: typescript.Symbol): boolean =>
      (flags & (typescript.SymbolFlags.TypeAlias | typescript.SymbolFlags.Interface)) !== 0;
    for (const symbol of exported)
      if (isType(symbol) || symbol.flags & typescript.SymbolFlags.Class) {
        const type = this.checker.getDeclaredTypeOfSymbol(symbol);
        // Words that several types share have no name of their own.
        if (type.flags & (typescript.TypeFlags.Object | typescript.TypeFlags.Union)) this.names.set(type, symbol.name);
      }
    return [
      "// Made by `npm run schema` from provider/index.ts and what it exports. Do not edit.",
      `import type { ResourceLog } from "./log";`,
      `export { isOneOf, type Open } from "./enumerations";`,
      `export * from "./errors";`,
      `export { silentLog, type ResourceLog } from "./log";`,
      "",
      ...own.map((symbol) => (isType(symbol) ? this.typeText(symbol) : this.functionText(symbol))),
      ...this.others,
    ].join("\n");
  }

  private exportsOf(file: string): typescript.Symbol[] {
    const source = this.program.getSourceFile(join(this.root, file));
    const module = source && this.checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`There is no module ${file}.`);
    return this.checker
      .getExportsOfModule(module)
      .map((symbol) => (symbol.flags & typescript.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol));
  }

  private typeText(symbol: typescript.Symbol, modifier = "export "): string {
    const type = this.checker.getDeclaredTypeOfSymbol(symbol);
    const isObject =
      !type.isUnion() && (type.flags & typescript.TypeFlags.Object) !== 0 && !this.checker.isArrayType(type);
    const doc = this.docOf(symbol, "");
    return isObject
      ? `${doc}${modifier}interface ${symbol.name} ${this.membersText(type, "")}\n`
      : `${doc}${modifier}type ${symbol.name} = ${this.structure(type, "")};\n`;
  }

  private functionText(symbol: typescript.Symbol): string {
    const [signature] = this.checker.getTypeOfSymbol(symbol).getCallSignatures();
    if (signature === undefined) throw new Error(`${symbol.name} is neither a type nor a function.`);
    const declared = `export declare function ${symbol.name}${this.signatureText(signature, ": ", "")};\n`;
    return this.docOf(symbol, "") + declared;
  }

  /** A type by its name, where it has one. */
  private reference(type: typescript.Type, indentation: string): string {
    return this.names.get(type) ?? this.nameOther(type) ?? this.structure(type, indentation);
  }

  /** Names a type of this package that is not exported, such as what several functions take. */
  private nameOther(type: typescript.Type): string | undefined {
    const symbol = type.aliasTypeArguments === undefined ? (type.aliasSymbol ?? type.symbol) : undefined;
    const [declaration] = symbol?.declarations ?? [];
    if (symbol === undefined || declaration === undefined) return undefined;
    const isNamed = typescript.isInterfaceDeclaration(declaration) || typescript.isTypeAliasDeclaration(declaration);
    const { fileName } = declaration.getSourceFile();
    const isOurs =
      fileName.startsWith(join(this.root, "provider")) && !PASSED_ON.some((file) => fileName.endsWith(file));
    if (
      !isNamed ||
      !isOurs ||
      declaration.typeParameters !== undefined ||
      [...this.names.values()].includes(symbol.name)
    )
      return undefined;
    this.names.set(type, symbol.name);
    this.others.push(this.typeText(symbol, ""));
    return symbol.name;
  }

  private structure(type: typescript.Type, indentation: string): string {
    if (type.isUnion()) return this.unionText(type, indentation);
    if (type.isIntersection()) return `(${type.types.map((part) => this.reference(part, indentation)).join(" & ")})`;
    if (!(type.flags & typescript.TypeFlags.Object)) return this.checker.typeToString(type);
    const named = this.namedElsewhere(type, indentation);
    if (named !== undefined) return named;
    const [signature] = type.getCallSignatures();
    if (signature !== undefined) return `(${this.signatureText(signature, " => ", indentation)})`;
    return this.membersText(type, indentation);
  }

  /** Lists, and types of the language, of Node and of the error classes. */
  private namedElsewhere(type: typescript.Type, indentation: string): string | undefined {
    const inside = this.checker.getTypeArguments(type as typescript.TypeReference);
    if (this.checker.isTupleType(type))
      return `[${inside.map((item) => this.reference(item, indentation)).join(", ")}]`;
    if (this.checker.isArrayType(type)) {
      const item = inside[0] === undefined ? "never" : this.reference(inside[0], indentation);
      const list = `${/[|&]|=>/.test(item.replace(/\{[^]*\}/g, "")) ? `(${item})` : item}[]`;
      return type.symbol.name === "ReadonlyArray" ? `readonly ${list}` : list;
    }
    const file = type.symbol.declarations?.[0]?.getSourceFile();
    if (file !== undefined && PASSED_ON.some((passed) => file.fileName === join(this.root, passed)))
      return file.fileName.endsWith("log.ts") ? type.symbol.name : `import("./errors").${type.symbol.name}`;
    const isGlobal = file !== undefined && /\/node_modules\/(typescript|@types\/node)\//.test(file.fileName);
    const isNamed = !/^__/.test(type.symbol.name);
    if (!isGlobal || !isNamed) return undefined;
    const given = inside.filter(({ flags }) => !(flags & typescript.TypeFlags.Any));
    const list = given.map((item) => this.reference(item, indentation));
    return `${type.symbol.name}${list.length === 0 ? "" : `<${list.join(", ")}>`}`;
  }

  private unionText(type: typescript.UnionType, indentation: string): string {
    const isBoolean = (part: typescript.Type): boolean => (part.flags & typescript.TypeFlags.BooleanLiteral) !== 0;
    const hasBoth = type.types.filter(isBoolean).length === 2;
    const parts = type.types
      .filter((part) => !hasBoth || !isBoolean(part))
      .map((part) => this.reference(part, indentation));
    const all = [...parts.filter((part) => part !== "undefined"), ...(hasBoth ? ["boolean"] : [])];
    return [...all, ...(parts.includes("undefined") ? ["undefined"] : [])].join(" | ");
  }

  private membersText(type: typescript.Type, indentation: string): string {
    const inner = `${indentation}  `;
    const index = this.checker.getIndexInfosOfType(type).map(({ keyType, type: value, isReadonly }) => {
      const key = this.checker.typeToString(keyType);
      return `${inner}${isReadonly ? "readonly " : ""}[key: ${key}]: ${this.reference(value, inner)};`;
    });
    const members = this.checker.getPropertiesOfType(type).map((symbol) => this.memberText(symbol, inner));
    return members.length + index.length === 0 ? "{}" : `{\n${[...index, ...members].join("\n")}\n${indentation}}`;
  }

  private memberText(symbol: typescript.Symbol, indentation: string): string {
    const doc = this.docOf(symbol, indentation);
    const type = this.checker.getTypeOfSymbol(symbol);
    const name = /^[\w$]+$/.test(symbol.name) ? symbol.name : JSON.stringify(symbol.name);
    const [signature] = type.getCallSignatures();
    if (signature !== undefined && !(symbol.flags & typescript.SymbolFlags.Optional))
      return `${doc}${indentation}${name}${this.signatureText(signature, ": ", indentation)};`;
    const isOptional = (symbol.flags & typescript.SymbolFlags.Optional) !== 0;
    const text = this.reference(type, indentation);
    const isReadonly = (symbol.declarations ?? []).some(
      (declaration) => typescript.getCombinedModifierFlags(declaration) & typescript.ModifierFlags.Readonly,
    );
    return `${doc}${indentation}${isReadonly ? "readonly " : ""}${name}${isOptional ? "?" : ""}: ${text};`;
  }

  private signatureText(signature: typescript.Signature, arrow: string, indentation: string): string {
    const parameters = signature.getParameters().flatMap((parameter) => {
      const declaration = parameter.valueDeclaration;
      if (declaration !== undefined && typescript.isParameter(declaration) && declaration.dotDotDotToken !== undefined)
        return this.restText(this.checker.getTypeOfSymbol(parameter) as typescript.TupleTypeReference, indentation);
      const isOptional =
        (parameter.flags & typescript.SymbolFlags.Optional) !== 0 ||
        (declaration !== undefined &&
          typescript.isParameter(declaration) &&
          this.checker.isOptionalParameter(declaration));
      const type = this.reference(this.checker.getTypeOfSymbol(parameter), indentation);
      return parameterText(parameter.name, type, isOptional);
    });
    const result = this.reference(this.checker.getReturnTypeOfSignature(signature), indentation);
    return `(${parameters.join(", ")})${arrow}${result}`;
  }

  /** Parameters that are the rest of another function's. */
  private restText(list: typescript.TupleTypeReference, indentation: string): string[] {
    const { labeledElementDeclarations = [], elementFlags } = list.target;
    return this.checker.getTypeArguments(list).map((type, index) => {
      const label = labeledElementDeclarations[index]?.name.getText() ?? "";
      const isOptional = elementFlags[index] === typescript.ElementFlags.Optional;
      return parameterText(label, this.reference(type, indentation), isOptional);
    });
  }

  /** The doc comment as it stands in the source, with its tags. */
  private docOf(symbol: typescript.Symbol, indentation: string): string {
    const text = typescript.displayPartsToString(symbol.getDocumentationComment(this.checker));
    const declared = (symbol.declarations ?? []).flatMap((declaration) => [...typescript.getJSDocTags(declaration)]);
    const tags = declared.map((tag) => {
      const source = tag.getSourceFile().text.slice(tag.pos, tag.end).replace(/\*\/$/, "");
      return source.replace(/\n\s*\*[^\S\n]?/g, "\n").trim();
    });
    const lines = [...(text === "" ? [] : text.split("\n")), ...tags.flatMap((tag) => tag.split("\n"))];
    if (lines.length === 0) return "";
    if (lines.length === 1) return `${indentation}/** ${lines[0]} */\n`;
    const marked = lines.map((line) => `${indentation} *${line === "" ? "" : ` ${line}`}`);
    return `${indentation}/**\n${marked.join("\n")}\n${indentation} */\n`;
  }
}

/** A parameter that is taken apart has no name of its own: it gets one by its type. */
function parameterText(label: string, type: string, isOptional: boolean): string {
  const shown = isOptional ? type.replace(/ \| undefined$/, "") : type;
  const fallback = shown.endsWith("Request") ? "request" : "query";
  return `${/^\w+$/.test(label) ? label : fallback}${isOptional ? "?" : ""}: ${shown}`;
}
