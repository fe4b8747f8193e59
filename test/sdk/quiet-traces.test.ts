// Traces while a resource is made: none for the outputs that the SDK makes, whole ones for whatever a user sees.
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as coderd from "../../sdk";
import * as plugin from "../../sdk/plugin";
import { QuietTraces } from "../../sdk/quiet-traces";

const ID = "11111111-1111-4111-8111-111111111111";

interface Request {
  getSourceposition(): { getUri(): string; getLine(): number } | undefined;
}

let registrations: Request[] = [];

beforeAll(async () => {
  await pulumi.runtime.setMocks({ newResource: () => ({ id: ID, state: {} }), call: () => ({}) }, "project", "dev");
  type Answer = (error: Error | null, response?: unknown) => void;
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource(request: Request, answer: Answer): void;
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, answer) => {
    registrations.push(request);
    register(request, answer);
  };
});

beforeEach(() => {
  registrations = [];
});

// Functions with names: the SDK reads no place from the frame of one without.
const hosts: [host: string, make: (args: object, options?: object) => pulumi.CustomResource][] = [
  [
    "dynamic",
    function makeDynamic(args, options) {
      return new coderd.Template("docker", args as coderd.TemplateArgs, options);
    },
  ],
  [
    "plugin",
    function makePlugin(args, options) {
      return new plugin.Template("docker", args as plugin.TemplateArgs, options);
    },
  ],
];

/** The limit at each trace that is captured meanwhile. */
function limitsDuring(run: () => void): number[] {
  const limits: number[] = [];
  const format = Reflect.get<typeof Error, "prepareStackTrace">(Error, "prepareStackTrace");
  Error.prepareStackTrace = (error: Error): string => {
    limits.push(Error.stackTraceLimit);
    return `${error.name}\n    at nothing (file.js:1:1)`;
  };
  try {
    run();
  } finally {
    Error.prepareStackTrace = format;
  }
  return limits;
}

describe.each(hosts)("resource of the %s host", (host, make) => {
  it("captures no trace for its outputs, and leaves the limit as it was", async () => {
    const limit = Error.stackTraceLimit;
    let made: pulumi.CustomResource | undefined;
    const limits = limitsDuring(() => (made = make({ name: "docker", activeVersionId: ID })));
    expect(Error.stackTraceLimit).toBe(limit);
    expect(limits.filter((each) => each === 0).length).toBeGreaterThan(4 * 30);
    expect(limits.filter((each) => each === limit).length).toBeLessThan(20);
    await new Promise((resolve) => made?.urn.apply(resolve));
  });

  it("captures them for who looks for open promises", async () => {
    let made: pulumi.CustomResource | undefined;
    process.env["PULUMI_DEBUG_PROMISE_LEAKS"] = "true";
    try {
      expect(limitsDuring(() => (made = make({ name: "docker" })))).not.toContain(0);
    } finally {
      delete process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
    }
    await new Promise((resolve) => made?.urn.apply(resolve));
  });

  it("tells the engine the place in the program", async () => {
    const made = make({ name: "docker" });
    await new Promise((resolve) => made.urn.apply(resolve));
    expect(registrations[0]?.getSourceposition()?.getUri()).toBe(`file://${__filename}`);
  });

  it("shows the place in the program when the engine refuses it", () => {
    const file = host === "dynamic" ? "sdk" : "sdk/plugin";
    // In a process of its own: nothing waits for this failure, which would fail the test.
    const program = `
      const pulumi = require("@pulumi/pulumi");
      pulumi.runtime.setMocks({ newResource: () => Promise.reject(new Error("no such plugin")), call: () => ({}) });
      function placeInTheProgram() {
        return new (require("./${file}").Template)("docker", { name: "docker" });
      }
      process.on("unhandledRejection", ({ stack }) => { console.log(stack); process.exit(0); });
      placeInTheProgram();`;
    const shown = execFileSync(process.execPath, ["-r", "ts-node/register/transpile-only", "-e", program], {
      cwd: resolve(__dirname, "..", ".."),
      encoding: "utf8",
    });
    expect(shown).toContain("failed to register new resource docker");
    expect(shown).toContain("at placeInTheProgram");
  });

  it.each([
    ["a parent that is none", { parent: "none" }],
    [
      "a transformation that fails",
      {
        transformations: [
          ({ props }: pulumi.ResourceTransformationArgs): undefined => {
            expect(Object.keys({ ...(props as object) })).toContain("name");
            throw new Error("Refused by the program.");
          },
        ],
      },
    ],
  ])("leaves the limit, and errors their traces, with %s", (_, options) => {
    const limit = Error.stackTraceLimit;
    let thrown: unknown;
    try {
      make({ name: "docker" }, options);
    } catch (error) {
      thrown = error;
    }
    expect((thrown as Error).stack).toContain(__filename);
    expect(Error.stackTraceLimit).toBe(limit);
  });
});

describe("QuietTraces", () => {
  it("hands on every property with its value", () => {
    expect({ ...new QuietTraces({ a: 1, b: undefined, c: "x" }).properties }).toEqual({ a: 1, b: undefined, c: "x" });
    expect({ ...new QuietTraces({ a: 1 }).properties }).toEqual({ a: 1 });
    expect({ ...new QuietTraces({}).properties }).toEqual({});
  });

  it("ends when told, also where the last property was never read", () => {
    const limit = Error.stackTraceLimit;
    const traces = new QuietTraces({ a: 1, b: 2 });
    expect(traces.properties["a"]).toBe(1);
    expect(Error.stackTraceLimit).toBe(0);
    traces.end();
    expect(Error.stackTraceLimit).toBe(limit);
  });

  it("does not begin again when the properties are read later", () => {
    const limit = Error.stackTraceLimit;
    const traces = new QuietTraces({ a: 1, b: 2 });
    traces.end();
    expect(traces.properties["a"]).toBe(1);
    expect(Error.stackTraceLimit).toBe(limit);
  });
});
