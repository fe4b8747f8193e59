import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";
import { handlers, resourceTypes, type ResourceType } from "../../provider/registry";
import * as coderd from "../../sdk";
import { providerLine } from "../../sdk/dynamic-provider";

const ID = "11111111-1111-4111-8111-111111111111";

const registered: MockResourceArgs[] = [];

beforeAll(async () => {
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        registered.push(args);
        return { id: args.id ?? ID, state: { ...inputsOf(args), url: "https://coder.example.com/x" } };
      },
      call: () => ({}),
    },
    "project",
    "dev",
  );
});

beforeEach(() => {
  registered.length = 0;
});

class Group extends pulumi.ComponentResource {
  constructor(name: string) {
    super("project:index:Group", name);
  }
}

function inputsOf(args: MockResourceArgs | undefined): Record<string, unknown> {
  return (args?.inputs ?? {}) as Record<string, unknown>;
}

function valueOf<Type>(output: pulumi.Output<Type>): Promise<Type> {
  return new Promise((resolve) => output.apply(resolve));
}

const construct: Record<
  ResourceType,
  (name: string, options?: coderd.DynamicResourceOptions) => pulumi.CustomResource
> = {
  TemplateVersion: (name, options) =>
    new coderd.TemplateVersion(name, { templateName: "docker", source: { files: { "main.tf": "" } } }, options),
  Template: (name, options) => new coderd.Template(name, { name: "docker", activeVersionId: ID }, options),
  TemplatePromotion: (name, options) =>
    new coderd.TemplatePromotion(name, { templateId: ID, templateVersionId: ID }, options),
  Workspace: (name, options) => new coderd.Workspace(name, { name: "dev", templateId: ID }, options),
  WorkspaceBuild: (name, options) => new coderd.WorkspaceBuild(name, { workspaceId: ID, transition: "start" }, options),
  Group: (name, options) => new coderd.Group(name, { name: "research" }, options),
  BuildParameters: (name, options) =>
    new coderd.BuildParameters(name, { workspaceId: ID, parameters: { cpus: 4 } }, options),
};

describe("resources", () => {
  it.each(resourceTypes)("%s registers under its type, with the constant line and its own URN", async (type) => {
    const resource = construct[type]("example");
    const urn = await valueOf(resource.urn);
    const [args] = registered;
    expect(args?.type).toBe(`pulumi-nodejs:dynamic/coderd:${type}`);
    expect(args?.inputs).toMatchObject({ __provider: providerLine(type), __urn: urn });
    expect(urn).toBe(`urn:pulumi:dev::project::pulumi-nodejs:dynamic/coderd:${type}::example`);
  });

  it.each(resourceTypes)("%s has an output for every property of its declaration", async (type) => {
    const made = construct[type]("example");
    await valueOf(made.urn);
    const resource = made as unknown as Record<string, unknown>;
    const missing = Object.keys(handlers[type].outputSchema.shape).filter(
      (key) => !pulumi.Output.isInstance(resource[key]),
    );
    expect(missing).toEqual([]);
  });

  it.each(resourceTypes)("%s sends no value that the program did not give", async (type) => {
    await valueOf(construct[type]("example").urn);
    const given = Object.keys(inputsOf(registered[0])).filter((key) => !key.startsWith("__"));
    const declared = Object.keys(handlers[type].inputSchema.shape);
    expect(given.filter((key) => !declared.includes(key))).toEqual([]);
    expect(given.length).toBeLessThanOrEqual(2);
  });

  it("resolves outputs that the provider adds", async () => {
    const template = new coderd.Template("docker", { name: "docker", activeVersionId: ID });
    expect(await valueOf(template.url)).toBe("https://coder.example.com/x");
  });

  it("takes outputs for inputs, and waits for them", async () => {
    const template = new coderd.Template("docker", {
      name: pulumi.output("docker"),
      activeVersionId: pulumi.output(Promise.resolve(ID)),
    });
    await valueOf(template.urn);
    expect(registered[0]?.inputs).toMatchObject({ name: "docker", activeVersionId: ID });
  });

  it("knows its own URN also as a child", async () => {
    const group = new Group("group");
    const template = new coderd.Template("docker", { name: "docker", activeVersionId: ID }, { parent: group });
    await valueOf(template.urn);
    const args = registered.find(({ name }) => name === "docker");
    expect(inputsOf(args)["__urn"]).toBe(
      "urn:pulumi:dev::project::project:index:Group$pulumi-nodejs:dynamic/coderd:Template::docker",
    );
  });

  it("tell where the version comes from, where the id is the output as it is", async () => {
    const source = { files: { "main.tf": "" } };
    const version = new coderd.TemplateVersion("version", { templateName: "docker", source });
    const template = new coderd.Template("template", { name: "docker", activeVersionId: version.id });
    const direct = new coderd.Workspace("direct", { templateVersionId: template.activeVersionId });
    const follower = new coderd.Workspace("follower", { templateId: template.id });
    const build = new coderd.WorkspaceBuild("build", { workspaceId: direct.id, transition: "start" });
    const made = new coderd.Workspace("made", { templateVersionId: version.id.apply((id) => id) });
    const plain = new coderd.Workspace("plain", { templateVersionId: ID });
    await Promise.all([direct, follower, build, made, plain].map(({ urn }) => valueOf(urn)));
    const [versionUrn, templateUrn, directUrn] = await Promise.all(
      [version, template, direct].map(({ urn }) => valueOf(urn)),
    );
    const told = Object.fromEntries(registered.map((args) => [args.name, inputsOf(args)["__sources"]]));
    expect(told).toEqual({
      version: undefined,
      template: { activeVersionId: versionUrn },
      direct: { templateVersionId: templateUrn },
      follower: { templateId: templateUrn },
      build: { workspaceId: directUrn },
      made: undefined,
      plain: undefined,
    });
  });

  it("tells its host which changes to ignore, where the program says so", async () => {
    const args = { name: "docker", activeVersionId: ID };
    await valueOf(new coderd.Template("docker", args, { ignoreChanges: ["description", "activeVersionId"] }).urn);
    await valueOf(new coderd.Template("docker", args, { ignoreChanges: [] }).urn);
    expect(inputsOf(registered[0])["__ignoreChanges"]).toEqual(["description", "activeVersionId"]);
    expect(inputsOf(registered[1])).not.toHaveProperty("__ignoreChanges");
  });

  it.each([
    ["TemplateVersion", (): pulumi.CustomResource => coderd.TemplateVersion.get("known", ID)],
    ["Template", (): pulumi.CustomResource => coderd.Template.get("known", ID)],
    ["TemplatePromotion", (): pulumi.CustomResource => coderd.TemplatePromotion.get("known", ID)],
    ["Workspace", (): pulumi.CustomResource => coderd.Workspace.get("known", ID)],
    ["WorkspaceBuild", (): pulumi.CustomResource => coderd.WorkspaceBuild.get("known", ID)],
    ["Group", (): pulumi.CustomResource => coderd.Group.get("known", ID)],
    ["BuildParameters", (): pulumi.CustomResource => coderd.BuildParameters.get("known", ID)],
  ])("%s.get reads by id, with nothing but what the host needs", async (type, get) => {
    const resource = get();
    expect(await valueOf(resource.id)).toBe(ID);
    const [args] = registered;
    expect(args).toMatchObject({ id: ID, type: `pulumi-nodejs:dynamic/coderd:${type}` });
    expect(Object.keys(inputsOf(args)).sort()).toEqual(["__provider", "__urn"]);
  });

  it.each([
    [
      { import: "coder/docker" },
      "the dynamic host can't follow the option `import`. Import it with the class of `pulumi-coderd/plugin`.",
    ],
    [{ provider: {} }, "the dynamic host can't follow the option `provider`. Pass it to the class of"],
    [{ customTimeouts: { create: "5m" } }, "The dynamic host takes the longest time of a job from `coderd:jobTimeout"],
  ])("refuse the option %j, which a program in JavaScript may give", (options, message) => {
    const make = (): unknown => construct.Template("docker", options as unknown as coderd.DynamicResourceOptions);
    expect(make).toThrow(pulumi.RunError);
    expect(make).toThrow('Template "docker": the dynamic host can\'t follow the option');
    expect(make).toThrow(message);
    expect(registered).toEqual([]);
  });

  it("take a provider that comes from a parent, which is not theirs", async () => {
    class Elsewhere extends pulumi.ProviderResource {
      constructor() {
        super("coderd", "elsewhere");
      }
    }
    class Owner extends pulumi.ComponentResource {
      constructor(options: pulumi.ComponentResourceOptions) {
        super("project:index:Owner", "owner", {}, options);
      }
    }
    const parent = new Owner({ providers: [new Elsewhere()] });
    const template = construct.Template("child", { parent });
    expect(await valueOf(template.urn)).toContain("$pulumi-nodejs:dynamic/coderd:Template::child");
  });
});
