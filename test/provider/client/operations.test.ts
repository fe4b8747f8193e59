// docs/api.md against Coder's API documents, against what the provider calls, and against what the Pulumi functions ask
// a server. Calls of the provider are read from the syntax of the sources: a name in a comment or a text is none.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import typescript from "typescript";
import { z } from "zod";
import { functionNames, type FunctionName } from "../../../provider/functions/registry";
import { handlers, resourceTypes } from "../../../provider/registry";
import * as sdk from "../../../sdk";
import { callFunction } from "../../fakes/function-call";
import { CALLS } from "./calls";
import { codesIn, documented, operationOf, rows, withoutNames, type Row } from "./operations";
import { operations, serverOfEverything } from "./sent-requests";

const ROOT = join(__dirname, "..", "..", "..");
const ID = "00000000-0000-4000-8000-000000000001";
const VERSION = { templateVersionId: ID };
const BUILD = { workspaceBuildId: ID };

/** Arguments of each Pulumi function, one set for each way to ask. */
const ARGUMENTS: Readonly<Record<FunctionName, readonly object[]>> = {
  getProvisionerDaemons: [{}, { status: ["offline"] }],
  getProvisionerJobs: [{}],
  getWorkspaceBuild: [{ id: ID }, { owner: "ada", workspaceName: "dev", number: 1 }],
  getWorkspaceBuilds: [{ workspaceId: ID }],
  getWorkspaceBuildLogs: [BUILD],
  getWorkspaceBuildState: [BUILD],
  getBuildParameters: [BUILD],
  getWorkspaceResourceMetadata: [{ workspaceId: ID }, BUILD],
  getTemplates: [{}, { organization: "coder" }],
  getTemplate: [{ id: ID }, { name: "docker" }],
  getTemplateExamples: [{}, { organization: "coder" }],
  getTemplateDailyActiveUsers: [{ templateId: ID }],
  getTemplateImpact: [{ templateId: ID, templateVersionId: ID }],
  getTemplateVersions: [{ templateId: ID }],
  getTemplateVersion: [{ id: ID }, { templateId: ID, name: "one" }],
  getPreviousTemplateVersion: [{ template: "docker", name: "two" }],
  getTemplateVersionLogs: [VERSION],
  getTemplateVersionParameters: [VERSION],
  getTemplateVersionVariables: [VERSION],
  getTemplateVersionPresets: [VERSION],
  dryRunTemplateVersion: [VERSION],
  evaluateTemplateVersionParameters: [VERSION, { ...VERSION, owner: "ada" }],
  getWorkspace: [{ id: ID }, { owner: "ada", name: "dev" }],
  getWorkspaces: [{}],
  getWorkspaceTimings: [{ workspaceId: ID }, BUILD],
  resolveWorkspaceAutostart: [{ workspaceId: ID }],
  getUser: [{}, { user: "ada" }],
  getOrganization: [{}],
};

/** What a function asks for besides what it is for. */
const BESIDES: Readonly<Partial<Record<FunctionName, readonly string[]>>> = {
  getProvisionerDaemons: ["GET /buildinfo"],
  evaluateTemplateVersionParameters: ["GET /users/{user}"],
};

const FOLDERS: Readonly<Record<(typeof resourceTypes)[number], string>> = {
  Template: "template",
  TemplateVersion: "template-version",
  TemplatePromotion: "template-promotion",
  Workspace: "workspace",
  WorkspaceBuild: "workspace-build",
  BuildParameters: "build-parameters",
  Group: "group",
};

const PROVIDER = join(ROOT, "provider");

/** What is not looked through: the client itself, and what knows all resources and functions. */
const NOT_LOOKED_THROUGH = /^(client\/|registry\.ts$|functions\/registry\.ts$)/;

interface Source {
  /** Names of the client's functions that the file calls on what holds a client. */
  calls: readonly string[];
  /** The files of the provider that it imports. */
  imports: readonly string[];
}

const sources = new Map<string, Source>();

function sourceOf(file: string): Source {
  const known = sources.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(join(PROVIDER, file), "utf8");
  const source = typescript.createSourceFile(file, text, typescript.ScriptTarget.Latest, true);
  const calls: string[] = [];
  const visit = (node: typescript.Node): void => {
    if (typescript.isPropertyAccessExpression(node) && /(^|\.)client$/.test(node.expression.getText()))
      calls.push(node.name.text);
    node.forEachChild(visit);
  };
  visit(source);
  const imports = typescript
    .preProcessFile(text)
    .importedFiles.filter(({ fileName }) => fileName.startsWith("."))
    .map(({ fileName }) => `${join(dirname(file), fileName)}.ts`)
    .filter((imported) => existsSync(join(PROVIDER, imported)) && !NOT_LOOKED_THROUGH.test(imported));
  sources.set(file, { calls, imports });
  return { calls, imports };
}

/** What these files call themselves, and through what they import. */
function callsOf(files: readonly string[]): ReadonlySet<string> {
  const seen = new Set(files);
  for (const file of seen) for (const imported of sourceOf(file).imports) seen.add(imported);
  return new Set([...seen].flatMap((file) => sourceOf(file).calls));
}

function filesIn(folder: string): string[] {
  return readdirSync(join(PROVIDER, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file))
    .filter((file) => !NOT_LOOKED_THROUGH.test(file));
}

const RESOURCE_CALLS = Object.fromEntries(
  resourceTypes.map((type) => [type, callsOf(filesIn(`resources/${FOLDERS[type]}`))]),
) as Readonly<Record<(typeof resourceTypes)[number], ReadonlySet<string>>>;

/** By Pulumi function, what the file calls that declares it. */
const FUNCTION_CALLS: ReadonlyMap<FunctionName, ReadonlySet<string>> = new Map(
  filesIn("functions").flatMap((file) => {
    const text = readFileSync(join(PROVIDER, file), "utf8");
    const declared = functionNames.filter((name) => new RegExp(`^ {2}${name}(,|:)`, "m").test(text));
    return declared.map((name) => [name, callsOf([file])] as const);
  }),
);

/** Pulumi functions that a row names. */
function functionsOf({ place }: Row): FunctionName[] {
  return functionNames.filter((name) => codesIn(place).includes(name));
}

/** Resources that a row names, and the properties behind each name. */
function resourcesOf({ place }: Row): (typeof resourceTypes)[number][] {
  return resourceTypes.filter((type) => new RegExp(`\\b${type}\\b`).test(place.replace(/`[^`]*`/g, "")));
}

/** What a Pulumi function asks the server, in all the ways that there are. */
async function operationsAsked(name: FunctionName): Promise<string[]> {
  const asked = new Set<string>();
  for (const given of ARGUMENTS[name]) {
    const server = await serverOfEverything();
    await callFunction(server, name, given);
    for (const { method, path } of server.requests)
      asked.add(operationOf(method, path.replace("/api/v2", ""), operations) ?? `${method} ${path}`);
    await server.close();
  }
  return [...asked].sort();
}

describe("docs/api.md", () => {
  it("has every path of the API documents, and each path once", () => {
    const known = operations.map(withoutNames);
    expect(documented).toHaveLength(64);
    expect(documented.filter(({ operation }) => !known.includes(withoutNames(operation)))).toEqual([]);
    expect(known.filter((operation, index) => known.indexOf(operation) !== index)).toEqual([]);
  });

  it.each(documented)("has or explains what $document tells of $operation", ({ operation, query, body }) => {
    const row = rows.find((each) => withoutNames(each.operation) === withoutNames(operation));
    const isCalled = row !== undefined && row.called.length + row.scripts.length > 0;
    const told = [...(row?.query ?? []), ...(row?.body ?? []), ...codesIn(row?.remarks ?? "")];
    expect([...query, ...body].filter((key) => isCalled && !told.includes(key))).toEqual([]);
  });

  it("says of every path that no program meets, or no function asks for, why", () => {
    expect(rows.filter(({ place, remarks }) => place === "" && remarks.length < 10)).toEqual([]);
    const uncalled = rows.filter(({ called, scripts }) => called.length + scripts.length === 0);
    expect(uncalled.filter(({ remarks }) => remarks.length < 10)).toEqual([]);
    // What takes its place is a function of the client.
    for (const { operation, remarks } of uncalled)
      expect([operation, codesIn(remarks).filter((code) => code in CALLS).length]).not.toEqual([operation, 0]);
  });

  it("tells apart what the provider calls, and what is for scripts only", () => {
    const calls = callsOf(filesIn("."));
    const called = [...new Set(rows.flatMap((row) => row.called))];
    const scripts = [...new Set(rows.flatMap((row) => row.scripts))];
    expect(called.filter((name) => !calls.has(name))).toEqual([]);
    expect(scripts.filter((name) => calls.has(name))).toEqual([]);
  });

  it.each(rows)("names resources and properties that ask for $operation", (row) => {
    const callsOfResources = resourcesOf(row).map((type) => ({ type, calls: RESOURCE_CALLS[type] }));
    if (row.called.length > 0) {
      const idle = callsOfResources.filter(({ calls }) => !row.called.some((name) => calls.has(name)));
      expect(idle.map(({ type }) => type)).toEqual([]);
    }
    const named = [
      ...callsOfResources.map(({ calls }) => calls),
      ...functionsOf(row).map((name) => FUNCTION_CALLS.get(name)),
    ];
    // Some rows say in words only who asks.
    if (named.length > 0)
      expect(row.called.filter((name) => !named.some((calls) => calls?.has(name) === true))).toEqual([]);
    const properties = resourcesOf(row)
      .flatMap((type) => [handlers[type].inputSchema, handlers[type].outputSchema])
      .map((schema) => JSON.stringify(z.toJSONSchema(schema, { unrepresentable: "any" })))
      .join();
    const isKnown = (code: string): boolean =>
      (functionNames as readonly string[]).includes(code) || properties.includes(`"${code}":`);
    expect(codesIn(row.place).filter((code) => !isKnown(code))).toEqual([]);
  });

  it.each(functionNames)("has %s with the paths that it asks for, and no others", async (name) => {
    expect(sdk).toHaveProperty(name);
    expect(sdk).toHaveProperty(`${name}Output`);
    const said = rows.filter((row) => functionsOf(row).includes(name)).map(({ operation }) => operation);
    const asked = await operationsAsked(name);
    const besides = BESIDES[name] ?? [];
    expect(besides.filter((operation) => !asked.includes(operation))).toEqual([]);
    expect(asked.filter((operation) => !besides.includes(operation))).toEqual(said.sort());
  });
});
