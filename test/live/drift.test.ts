// Changes by hand: a refresh reports them and an update undoes them; what was deleted is made again or forgotten.
import { useLive } from "./live";
import { templateProgram, type Pair } from "./programs";
import type { Stack } from "./stack";
import { plainTemplate } from "./templates";

const live = useLive("drift");

const SUFFIXES = ["metadata", "active", "archived", "renamed", "deleted"] as const;

function pairs(): Pair[] {
  return SUFFIXES.map((suffix) => ({
    suffix,
    version: { source: { files: plainTemplate(suffix) }, name: "declared", message: "Declared." },
    template: {
      name: `${live.prefix}${suffix}`,
      displayName: "Declared",
      description: "Declared.",
      defaultTtlMilliseconds: 3_600_000,
    },
  }));
}

/** Somebody else's version of a template, made of the same files. */
async function pushOther(stack: Stack, suffix: string): Promise<string> {
  const { job } = await live.api.version(stack.stateOf(`version-${suffix}`).id ?? "");
  const pushed = await live.api.pushVersion(stack.stateOf(`template-${suffix}`).id ?? "", {
    name: "by-hand",
    fileId: job.file_id,
  });
  expect(pushed.job.status).toBe("succeeded");
  return pushed.id;
}

it("reports every change by hand on refresh, shows at preview what an update will put back, and puts it back", async () => {
  const stack = await live.stack(templateProgram(pairs()));
  await stack.up();
  const idOf = (name: string): string => stack.stateOf(name).id ?? "";
  const ids = Object.fromEntries(
    SUFFIXES.map((suffix) => [suffix, { template: idOf(`template-${suffix}`), version: idOf(`version-${suffix}`) }]),
  );
  const of = (suffix: (typeof SUFFIXES)[number]): { template: string; version: string } =>
    ids[suffix] ?? { template: "", version: "" };

  await live.api.editTemplate(of("metadata").template, {
    display_name: "By hand",
    description: "",
    icon: "/emojis/1f4bb.png",
    default_ttl_ms: 7_200_000,
  });
  const promoted = await pushOther(stack, "active");
  await live.api.request("PATCH", `/templates/${of("active").template}/versions`, { id: promoted });
  // Only a version that is not active can be archived.
  const replacement = await pushOther(stack, "archived");
  await live.api.request("PATCH", `/templates/${of("archived").template}/versions`, { id: replacement });
  await live.api.request("POST", `/templateversions/${of("archived").version}/archive`);
  await live.api.request("PATCH", `/templateversions/${of("renamed").version}`, {
    name: "by-hand",
    message: "By hand.",
  });
  await live.api.request("DELETE", `/templates/${of("deleted").template}`);

  const refreshed = await stack.refresh();
  expect(refreshed.operations).toEqual({
    "template-metadata": ["update"],
    "template-active": ["update"],
    "template-archived": ["update"],
    "version-archived": ["update"],
    "version-renamed": ["update"],
    "template-deleted": ["delete"],
    "version-deleted": ["delete"],
  });
  expect(stack.state().filter(({ urn }) => urn.endsWith("-deleted"))).toEqual([]);

  const preview = await stack.preview();
  expect(preview.operations).toEqual({
    "template-metadata": ["update"],
    "template-active": ["update"],
    "template-archived": ["update"],
    "version-archived": ["update"],
    "version-renamed": ["update"],
    "template-deleted": ["create"],
    "version-deleted": ["create"],
  });
  const shown = (name: string): string[] | undefined => preview.steps.find((step) => step.name === name)?.changed;
  expect(shown("template-metadata")).toEqual(["defaultTtlMilliseconds", "description", "displayName", "icon"]);
  expect(shown("version-renamed")).toEqual(["message", "name"]);
  expect(shown("template-active")).toEqual(["activeVersionId"]);

  await stack.up();
  expect(await live.api.template(`${live.prefix}metadata`)).toMatchObject({
    display_name: "Declared",
    description: "Declared.",
    icon: "",
    default_ttl_ms: 3_600_000,
  });
  expect((await live.api.template(`${live.prefix}active`)).active_version_id).toBe(of("active").version);
  expect((await live.api.template(`${live.prefix}archived`)).active_version_id).toBe(of("archived").version);
  expect(await live.api.version(of("archived").version)).toMatchObject({ archived: false });
  expect(await live.api.version(of("renamed").version)).toMatchObject({ name: "declared", message: "Declared." });
  expect((await live.api.template(`${live.prefix}deleted`)).active_version_id).toBe(idOf("version-deleted"));
  await stack.expectNoChanges();
});

it("destroys without a word what was deleted by hand", async () => {
  const stack = await live.stack(
    templateProgram([
      { version: { source: { files: plainTemplate("gone") } }, template: { name: `${live.prefix}gone` } },
    ]),
  );
  await stack.up();
  await live.api.request("DELETE", `/templates/${stack.stateOf("template").id}`);
  const result = await stack.destroy();
  expect(result.diagnostics.filter(({ isEphemeral }) => !isEphemeral)).toEqual([]);
  expect(stack.isEmpty()).toBe(true);
});

it("updates what was changed by hand to what is declared, without a refresh, when it has something else to change", async () => {
  const name = `${live.prefix}both`;
  const program = (icon: string): string =>
    templateProgram([
      { version: { source: { files: plainTemplate("both") } }, template: { name, description: "Declared.", icon } },
    ]);
  const stack = await live.stack(program(""));
  await stack.up();
  await live.api.editTemplate(stack.stateOf("template").id ?? "", { description: "By hand." });
  stack.writeProgram(program("/emojis/1f4bb.png"));
  await stack.up();
  expect(await live.api.template(name)).toMatchObject({ description: "Declared.", icon: "/emojis/1f4bb.png" });
});
