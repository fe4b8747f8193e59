// Pieces of TypeScript source: doc comments, interfaces, unions of strings.

/** @throws Error when the text can't stand in a comment as it is */
export function docComment(text: string, indentation = ""): string {
  // The compiler would read the rest of such a line as a tag, or the comment would end there.
  const strange = /\*\/|^\s*@|\{@/m.exec(text);
  if (strange !== null) throw new Error(`A description can't be a doc comment because of "${strange[0]}": ${text}`);
  const lines = text.split("\n");
  if (lines.length === 1) return `${indentation}/** ${text} */`;
  const marked = lines.map((line) => `${indentation} *${line === "" ? "" : ` ${line}`}`);
  return [`${indentation}/**`, ...marked, `${indentation} */`].join("\n");
}

export interface Member {
  key: string;
  description: string;
  type: string;
  isOptional: boolean;
  isReadonly?: boolean;
}

/** @param head such as `interface A extends B` */
export function interfaceText(description: string, head: string, members: readonly Member[]): string {
  const lines = members.map(
    ({ key, description, type, isOptional, isReadonly }) =>
      `${docComment(description, "  ")}\n  ${isReadonly ? "readonly " : ""}${key}${isOptional ? "?" : ""}: ${type};`,
  );
  return `${docComment(description)}\nexport ${head} {\n${lines.join("\n")}\n}\n`;
}

export function unionText(description: string, name: string, members: readonly string[]): string {
  return `${docComment(description)}\nexport type ${name} =${members.map((member) => `\n  | ${member}`).join("")};\n`;
}

export function pascalCase(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}
