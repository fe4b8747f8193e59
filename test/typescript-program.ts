// Programs that tests have as texts, as the compiler sees them with the settings of the repository. Nothing is written.
import path from "node:path";
import typescript from "typescript";

const ROOT = path.join(__dirname, "..");

/**
 * The texts, by the path at which each is to stand, and the files beside them. `more` goes over the repository's
 * settings.
 */
export function programOf(
  texts: ReadonlyMap<string, string>,
  files: readonly string[] = [],
  more: typescript.CompilerOptions = {},
): typescript.Program {
  const { config } = typescript.readConfigFile(
    path.join(ROOT, "tsconfig.json"),
    typescript.sys.readFile.bind(typescript.sys),
  ) as {
    config: object;
  };
  const { options } = typescript.parseJsonConfigFileContent(
    { ...config, include: [], files: [] },
    typescript.sys,
    ROOT,
  );
  const onDisk = typescript.createCompilerHost(options);
  const host: typescript.CompilerHost = {
    ...onDisk,
    fileExists: (name) => texts.has(name) || onDisk.fileExists(name),
    readFile: (name) => texts.get(name) ?? onDisk.readFile(name),
    getSourceFile: (name, version) => {
      const text = texts.get(name);
      return text === undefined
        ? onDisk.getSourceFile(name, version)
        : typescript.createSourceFile(name, text, version);
    },
  };
  return typescript.createProgram([...texts.keys(), ...files], { ...options, types: ["node"], ...more }, host);
}

/** What the compiler says about one file of the program. */
export function problemsOf(program: typescript.Program, file: string): string[] {
  const source = program.getSourceFile(file);
  const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  return diagnostics.map(({ messageText }) => typescript.flattenDiagnosticMessageText(messageText, "\n"));
}
