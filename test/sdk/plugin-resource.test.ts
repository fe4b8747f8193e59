// The classes of pulumi-coderd/plugin: what the engine is told of a resource, a provider and a call.
import * as pulumi from "@pulumi/pulumi";
import type { MockCallArgs, MockResourceArgs } from "@pulumi/pulumi/runtime";
import manifest from "../../package.json";
import { functionNames } from "../../provider/functions/registry";
import { handlers, resourceTypes, type ResourceType } from "../../provider/registry";
import * as dynamic from "../../sdk";
import * as coderd from "../../sdk/plugin";

const ID = "11111111-1111-4111-8111-111111111111";

/** What the SDK asks of the engine, as far as mocks are not told of it. */
interface Request {
  getVersion(): string;
  getImportid(): string;
  getProvider(): string;
  getCustomtimeouts(): { getCreate(): string } | undefined;
  getAliasesList(): { getSpec(): { getType(): string } | undefined }[];
}

const requests: Request[] = [];
const registered: MockResourceArgs[] = [];
const called: MockCallArgs[] = [];

beforeAll(async () => {
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        registered.push(args);
        return { id: args.id ?? ID, state: { ...(args.inputs as object), url: "https://coder.example.com/x" } };
      },
      call: (args) => {
        called.push(args);
        return { username: "ada", state: "{}" };
      },
    },
    "project",
    "dev",
  );
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource(request: Request, ...more: unknown[]): void;
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, ...more) => {
    requests.push(request);
    register(request, ...more);
  };
});

beforeEach(() => {
  requests.length = 0;
  registered.length = 0;
  called.length = 0;
});

function valueOf<Type>(output: pulumi.Output<Type>): Promise<Type> {
  return new Promise((resolve) => output.apply(resolve));
}

/** As the engine is told a secret. */
function secret(value: string): object {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}

function factsOf(request: Request | undefined) {
  return {
    version: request?.getVersion(),
    importId: request?.getImportid(),
    aliases: request?.getAliasesList().map((alias) => alias.getSpec()?.getType()),
    timeout: request?.getCustomtimeouts()?.getCreate(),
    provider: request?.getProvider(),
  };
}

const construct: Record<ResourceType, (name: string, options?: pulumi.CustomResourceOptions) => pulumi.CustomResource> =
  {
    TemplateVersion: (name, options) =>
      new coderd.TemplateVersion(name, { templateName: "docker", source: { files: { "main.tf": "" } } }, options),
    Template: (name, options) => new coderd.Template(name, { name: "docker", activeVersionId: ID }, options),
    TemplatePromotion: (name, options) =>
      new coderd.TemplatePromotion(name, { templateId: ID, templateVersionId: ID }, options),
    Workspace: (name, options) => new coderd.Workspace(name, { name: "dev", templateId: ID }, options),
    WorkspaceBuild: (name, options) =>
      new coderd.WorkspaceBuild(name, { workspaceId: ID, transition: "start" }, options),
    Group: (name, options) => new coderd.Group(name, { name: "research" }, options),
    BuildParameters: (name, options) =>
      new coderd.BuildParameters(name, { workspaceId: ID, parameters: { cpus: 4 } }, options),
  };

describe("resources on the plugin", () => {
  it.each(resourceTypes)("%s registers under its type, with the alias of the dynamic host", async (type) => {
    const resource = construct[type]("example");
    expect(await valueOf(resource.urn)).toBe(`urn:pulumi:dev::project::coderd:index:${type}::example`);
    expect(factsOf(requests[0])).toMatchObject({
      version: manifest.version,
      aliases: [`pulumi-nodejs:dynamic/coderd:${type}`],
    });
    const given = Object.keys(registered[0]?.inputs as object);
    expect(given.filter((key) => !(key in handlers[type].inputSchema.shape))).toEqual([]);
  });

  it.each(resourceTypes)("%s has an output for every property of its declaration", async (type) => {
    const made = construct[type]("example");
    await valueOf(made.urn);
    const missing = Object.keys(handlers[type].outputSchema.shape).filter(
      (key) => !pulumi.Output.isInstance(Reflect.get(made, key)),
    );
    expect(missing).toEqual([]);
  });

  it("take all options of Pulumi; what the program says goes first", async () => {
    const provider = new coderd.Provider("member", { url: "https://coder.example.com" });
    const workspace = construct.Workspace("dev", {
      provider,
      import: "ada/dev",
      customTimeouts: { create: "5m" },
      version: "9.9.9",
      aliases: [{ type: "other:index:Workspace" }],
    });
    await valueOf(workspace.urn);
    const request = factsOf(requests.at(-1));
    expect(request).toMatchObject({ version: "9.9.9", importId: "ada/dev", timeout: "5m" });
    expect(request.aliases).toEqual(["pulumi-nodejs:dynamic/coderd:Workspace", "other:index:Workspace"]);
    expect(request.provider).toContain("::pulumi:providers:coderd::member::");
  });

  it("tell where the version comes from, where the id is the output as it is", async () => {
    const source = { files: { "main.tf": "" } };
    const version = new coderd.TemplateVersion("version", { templateName: "docker", source });
    const template = new coderd.Template("template", { name: "docker", activeVersionId: version.id });
    const promotion = new coderd.TemplatePromotion("promotion", { templateId: ID, templateVersionId: version.id });
    const direct = new coderd.Workspace("direct", { templateVersionId: promotion.templateVersionId });
    const other = new dynamic.Template("other", { name: "docker", activeVersionId: ID });
    const made = new coderd.Workspace("made", { templateVersionId: version.id.apply((id) => id) });
    const strange = new coderd.Workspace("strange", { templateId: other.id });
    await Promise.all([template, direct, made, strange].map(({ urn }) => valueOf(urn)));
    const [versionUrn, promotionUrn] = await Promise.all([version, promotion].map(({ urn }) => valueOf(urn)));
    const told = registered.map(({ name, inputs }) => [name, Reflect.get(inputs as object, "__sources") as unknown]);
    expect(Object.fromEntries(told)).toEqual({
      version: undefined,
      template: { activeVersionId: versionUrn },
      promotion: { templateVersionId: versionUrn },
      direct: { templateVersionId: promotionUrn },
      other: undefined,
      made: undefined,
      strange: undefined,
    });
  });

  it("may be made without arguments in JavaScript: the plugin says what is missing", async () => {
    const Workspace = coderd.Workspace as unknown as new (name: string) => coderd.Workspace;
    expect(await valueOf(new Workspace("bare").urn)).toContain("coderd:index:Workspace::bare");
  });

  it("read an object by its id, without inputs", async () => {
    const group = coderd.Group.get("known", ID);
    expect(await valueOf(group.id)).toBe(ID);
    expect(registered[0]).toMatchObject({ id: ID, type: "coderd:index:Group", inputs: {} });
  });

  it("are told from those of the dynamic host, and from each other", async () => {
    const [template, other] = [construct.Template("a"), construct.Group("b")];
    const onDynamic = new dynamic.Template("c", { name: "docker", activeVersionId: ID });
    expect([template, other, onDynamic, {}, undefined].map((value) => coderd.Template.isInstance(value))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect([template, onDynamic].map((value) => dynamic.Template.isInstance(value))).toEqual([false, true]);
    await Promise.all([template, other, onDynamic].map(({ urn }) => valueOf(urn)));
  });
});

describe("Provider", () => {
  it("hands texts on as they are and the rest as JSON, and keeps the token and the headers secret", async () => {
    const provider = new coderd.Provider("member", {
      url: pulumi.output("https://coder.example.com"),
      token: "not-to-be-shown",
      headers: { "X-Team": pulumi.output("blue") },
      jobTimeoutSeconds: 60,
    });
    await valueOf(provider.urn);
    const [args] = registered;
    expect(args).toMatchObject({ type: "pulumi:providers:coderd", name: "member" });
    expect(args?.inputs).toMatchObject({
      url: "https://coder.example.com",
      token: secret("not-to-be-shown"),
      headers: secret('{"X-Team":"blue"}'),
      jobTimeoutSeconds: "60",
    });
    expect(requests[0]?.getVersion()).toBe(manifest.version);
    expect(coderd.Provider.isInstance(provider)).toBe(true);
  });

  it("needs no settings, and sends none that are absent", async () => {
    await valueOf(new coderd.Provider("bare", { caFile: undefined }).urn);
    expect(Object.keys(registered[0]?.inputs as object)).toEqual([]);
  });
});

describe("functions on the plugin", () => {
  it("ask the plugin, in both forms, with the package's version and the options of the call", async () => {
    expect((await coderd.getUser({ user: "ada" })).username).toBe("ada");
    const output = coderd.getUserOutput({ user: pulumi.output("ada") }, { version: "9.9.9" });
    expect(await valueOf(output.username)).toBe("ada");
    expect(called.map(({ token, inputs }) => ({ token, inputs: inputs as object }))).toEqual(
      Array(2).fill({ token: "coderd:index:getUser", inputs: { user: "ada" } }),
    );
  });

  it("may be called without arguments where none is needed", async () => {
    expect((await coderd.getUser()).username).toBe("ada");
    expect(called[0]?.inputs).toEqual({});
  });

  it("are the same on both hosts", () => {
    const namesOf = (entry: object): string[] => Object.keys(entry).sort();
    expect(namesOf(coderd)).toEqual([...namesOf(dynamic), "Provider"].sort());
    expect(namesOf(dynamic)).toEqual(
      [...resourceTypes, ...functionNames, ...functionNames.map((name) => `${name}Output`)].sort(),
    );
  });
});
