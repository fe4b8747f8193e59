// The sdk's list of functions, with doc comments for editors: TypeScript text, made from the declarations.
import { functionNames, functions, type FunctionName } from "../functions/registry";

const LONGEST_LINE = 120;

const HEADER = `// Made by \`npm run schema\` from the declarations in provider/functions/. Do not edit.
import { lifted, plain } from "./functions";
`;

/** Text of sdk/generated-functions.ts. */
export function sdkFunctions(): string {
  return [HEADER, ...functionNames.map(bothForms)].join("\n");
}

function bothForms(name: FunctionName): string {
  const { description, secretOutputs } = functions[name];
  const isSecret = secretOutputs.length > 0;
  const warning = isSecret ? " This form returns it unprotected: take care that it is not shown." : "";
  return `${docComment(description + warning)}
export const ${name} = plain("${name}");
${docComment(description)}
export const ${name}Output = lifted("${name}"${isSecret ? ", { isSecret: true }" : ""});
`;
}

function docComment(text: string): string {
  const line = `/** ${text} */`;
  if (line.length <= LONGEST_LINE) return line;
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`;
    if (` *${longer}`.length <= LONGEST_LINE) lines[lines.length - 1] = longer;
    else lines.push(` ${word}`);
  }
  return ["/**", ...lines.map((words) => ` *${words}`), " */"].join("\n");
}
