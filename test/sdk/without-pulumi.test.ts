// The package in a project that has no Pulumi SDK: scripts use the client, and everything else says what is missing.
import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import * as typescript from "typescript";
import packageManifest from "../../package.json";
import { FakeCoder } from "../fakes/coder";
import { TOKEN } from "../fakes/http-server";
import { Project, TEMPLATE_OPTIONS } from "./installed-package";

let project: Project;

beforeAll(() => {
  project = Project.create();
  rmSync(join(project.folder, "node_modules", "@pulumi"), { recursive: true });
});

afterAll(() => project.remove());

const execute = promisify(execFile);

it("lets npm install the package without the SDK", () => {
  expect(packageManifest.peerDependenciesMeta["@pulumi/pulumi"].optional).toBe(true);
  expect(Object.keys(packageManifest.dependencies)).not.toContain("@pulumi/pulumi");
});

it("runs the client", async () => {
  const server = await FakeCoder.start();
  const version = server.addVersion();
  project.write(
    "script.js",
    `const { createClient } = require("pulumi-coderd/provider");
    createClient({ url: "${server.http.url}", token: "${TOKEN}" }).getTemplateVersion("${version.id}").then(
      ({ id }) => console.log(id));`,
  );
  try {
    const { stdout } = await execute(process.execPath, ["script.js"], { cwd: project.folder });
    expect(stdout).toBe(`${version.id}\n`);
  } finally {
    await server.close();
  }
});

it("has types of the client that compile", () => {
  const file = project.write(
    "script.ts",
    `import { ApiError, createClient, type Template } from "pulumi-coderd/provider";
    const client = createClient({ url: "http://127.0.0.1", token: "t" });
    export const name: Promise<string> = client.getTemplate("id").then((template: Template) => template.name);
    export const wrong: Promise<number> = client.getTemplate("id").then((template) => template.name);
    export const isMissing = (thrown: unknown): boolean => thrown instanceof ApiError && thrown.status === 404;`,
  );
  const { options } = typescript.convertCompilerOptionsFromJson({ ...TEMPLATE_OPTIONS, noEmit: true }, project.folder);
  const messages = typescript
    .getPreEmitDiagnostics(typescript.createProgram([file], { ...options, types: ["node"] }))
    .map(({ messageText }) => typescript.flattenDiagnosticMessageText(messageText, "\n").split("\n")[0]);
  expect(messages).toEqual(["Type 'Promise<string | number>' is not assignable to type 'Promise<number>'."]);
});

it.each(["pulumi-coderd", "pulumi-coderd/plugin"])("says at %s what to install", async (entry) => {
  const message =
    "pulumi-coderd needs the Pulumi SDK here: run `npm install @pulumi/pulumi`. Only scripts that use the client, " +
    "`pulumi-coderd/provider`, work without it.";
  const print = "(error) => console.log(error.message)";
  const programs = [
    `try { require("${entry}") } catch (error) { (${print})(error) }`,
    `import("${entry}").catch(${print})`,
  ];
  for (const program of programs)
    expect((await execute(process.execPath, ["-e", program], { cwd: project.folder })).stdout).toBe(`${message}\n`);
});
