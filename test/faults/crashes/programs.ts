// The programs that are broken off: a template with its version, two workspaces of two people, and a parameter of a
// third person's workspace, which is not the program's.
import { programOn, type Host } from "../../live/host-programs";
import { moodyTemplate } from "../../live/templates";
import type { Operation } from "./plan";

/** What a program declares. */
export interface Declared {
  /** Of the template, and begins the names of its workspaces. */
  name: string;
  /** Other content is another version. */
  content: string;
  cpus: number;
  /** A workspace keeps its first region. */
  region: "eu" | "us";
  /** Ends the name of the first workspace. */
  ending: string;
  hasWorkspaces: boolean;
  isDeletedFirst: boolean;
}

/** People, and what they have, that the programs are about. */
export interface People {
  /** Owns the second workspace. */
  colleague: string;
  /** A workspace of a third person and of another template. */
  guestId: string;
}

export function firstDeclared(name: string): Declared {
  return { name, content: "one", cpus: 2, region: "eu", ending: "a", hasWorkspaces: true, isDeletedFirst: false };
}

/** What is declared after the operation. */
export function changedBy(operation: Operation, before: Declared): Declared {
  switch (operation) {
    case "update":
      return { ...before, content: "two", cpus: 4 };
    case "replace deleting first":
      return { ...before, content: "two", region: "us" };
    case "replace creating first":
      return { ...before, ending: "b" };
    case "replace by command":
      return { ...before, isDeletedFirst: true };
    case "delete":
      return { ...before, hasWorkspaces: false };
    case "create":
    case "destroy":
    case "roll-out":
      return before;
  }
}

export function workspaceNames({ name, ending, hasWorkspaces }: Declared): { mine: string; theirs: string }[] {
  return hasWorkspaces ? [{ mine: `${name}-${ending}`, theirs: `${name}-c` }] : [];
}

export function textOf(host: Host, declared: Declared, { colleague, guestId }: People): string {
  const { name, content, cpus, region, isDeletedFirst } = declared;
  const version = { templateName: name, source: { files: moodyTemplate(`${name} ${content}`) } };
  const common = { parameters: { cpus, region } };
  const lines = [
    `const version = new coderd.TemplateVersion("version", ${JSON.stringify(version)});`,
    `const template = new coderd.Template("template", { name: "${name}", activeVersionId: version.id });`,
    `const options = { dependsOn: template, deleteBeforeReplace: ${isDeletedFirst ? "true" : "undefined"} };`,
    ...workspaceNames(declared).flatMap(({ mine, theirs }) => [
      workspaceLine("mine", { name: mine, ...common }),
      workspaceLine("theirs", { name: theirs, owner: colleague, ...common }),
      `new coderd.BuildParameters("guest", { workspaceId: "${guestId}", parameters: { cpus: ${cpus} } });`,
    ]),
  ];
  return programOn(host, lines.join("\n"));
}

function workspaceLine(resource: string, inputs: Record<string, unknown>): string {
  return `new coderd.Workspace("${resource}", { templateVersionId: version.id, ...${JSON.stringify(inputs)} }, options);`;
}
