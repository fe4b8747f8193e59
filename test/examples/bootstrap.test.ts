// The bootstrap example with a mocked engine: it uses @pulumi/command, whose plugin is not to be had on every machine.
// That its order and its values are right is tested here, and so is its script; the live suite runs the example on the
// real engine.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";

const EXAMPLE = path.join(__dirname, "..", "..", "examples", "bootstrap");

interface Registered {
  type: string;
  inputs: Record<string, unknown>;
}

interface Program {
  url: pulumi.Output<string>;
  report: pulumi.Output<string>;
}

/** What the server would answer, by the resource's type. */
const ANSWERS: Record<string, Record<string, unknown>> = {
  Template: { activeVersionId: "6f6c0e6b-3b46-4a3c-8c5e-1d4b43b4a001" },
  Workspace: {
    ownerName: "alice",
    url: "https://coder.example.com/@alice/bootstrap",
    agents: [{ name: "main" }, { name: "gpu" }],
  },
};

const registered: Registered[] = [];
let program: Program;

function valueOf<Value>(output: pulumi.Output<Value>): Promise<Value> {
  return new Promise((resolve) => output.apply(resolve));
}

function inputsOf(type: string): Record<string, unknown> {
  const found = registered.filter((resource) => resource.type === type);
  if (found[0] === undefined || found.length > 1)
    throw new Error(`There are ${found.length} resources of the type ${type}.`);
  return found[0].inputs;
}

function runScript(folder: string, command: string): string {
  const environment = {
    WORKSPACE: "alice/bootstrap",
    WORKSPACE_URL: "https://coder.example.com/@alice/bootstrap",
    AGENTS: "main gpu",
  };
  const script = path.join(EXAMPLE, "bootstrap.sh");
  return execFileSync("sh", [script, command], {
    cwd: folder,
    env: { ...process.env, ...environment },
    encoding: "utf8",
  });
}

describe("the bootstrap example, with a mocked engine", () => {
  beforeAll(async () => {
    await pulumi.runtime.setMocks({
      newResource: (resource) => {
        const inputs = resource.inputs as Record<string, unknown>;
        registered.push({ type: resource.type, inputs });
        const shortType = resource.type.split(":").at(-1) ?? "";
        return { id: `${shortType}-id`, state: { ...inputs, ...ANSWERS[shortType], stdout: "done" } };
      },
      call: () => ({}),
    });
    program = jest.requireActual<Program>("../../examples/bootstrap/index");
    await valueOf(program.report);
  });

  it("makes template, workspace and command in this order, each from the one before", () => {
    expect(registered.map(({ type }) => type).filter((type) => type !== "pulumi:pulumi:Stack")).toEqual([
      "pulumi-nodejs:dynamic/coderd:Template",
      "pulumi-nodejs:dynamic/coderd:Workspace",
      "command:local:Command",
    ]);
    expect(inputsOf("pulumi-nodejs:dynamic/coderd:Workspace")).toMatchObject({
      templateVersionId: ANSWERS["Template"]?.["activeVersionId"],
      transition: "start",
      waitForAgents: true,
    });
  });

  it("tells the script the workspace's outputs, and runs it again for another workspace", async () => {
    expect(inputsOf("command:local:Command")).toEqual({
      create: "sh bootstrap.sh create",
      delete: "sh bootstrap.sh delete",
      environment: {
        WORKSPACE: "alice/bootstrap",
        WORKSPACE_URL: "https://coder.example.com/@alice/bootstrap",
        AGENTS: "main gpu",
      },
      triggers: ["Workspace-id"],
    });
    expect(await valueOf(program.url)).toBe("https://coder.example.com/@alice/bootstrap");
    expect(await valueOf(program.report)).toBe("done");
  });

  it("names a template folder that exists", () => {
    expect(inputsOf("pulumi-nodejs:dynamic/coderd:Template")).toMatchObject({ source: { directory: "template" } });
    expect(fs.readdirSync(path.join(EXAMPLE, "template"))).toEqual(["agent.sh", "machine.tf", "main.tf"]);
  });
});

describe("the bootstrap example's script", () => {
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "bootstrap-example-"));
  });

  afterEach(() => fs.rmSync(folder, { recursive: true }));

  it("reports each agent and writes what it was told", () => {
    expect(runScript(folder, "create")).toBe(
      "Agent main of alice/bootstrap is ready.\nAgent gpu of alice/bootstrap is ready.\nWrote environment.env.\n",
    );
    expect(fs.readFileSync(path.join(folder, "environment.env"), "utf8")).toBe(
      "WORKSPACE=alice/bootstrap\nWORKSPACE_URL=https://coder.example.com/@alice/bootstrap\n",
    );
  });

  it("undoes it, twice if need be", () => {
    runScript(folder, "create");
    runScript(folder, "delete");
    runScript(folder, "delete");
    expect(fs.readdirSync(folder)).toEqual([]);
  });
});
