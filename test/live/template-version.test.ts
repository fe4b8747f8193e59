// Template versions: identity, changes in place, replacements, inherited variables, rollback, and failed imports.
import { useLive } from "./live";
import { templateProgram, type Pair } from "./programs";
import { messagesAt, statusLinesAt, type Stack } from "./stack";
import {
  failingTemplate,
  plainTemplate,
  templateWithParameters,
  templateWithRequiredVariable,
  templateWithVariables,
} from "./templates";

const live = useLive("ver");

async function variablesOf(stack: Stack, name = "version"): Promise<Record<string, string>> {
  const variables = await live.api.request<{ name: string; value: string }[]>(
    "GET",
    `/templateversions/${stack.stateOf(name).id}/variables`,
  );
  return Object.fromEntries(variables.map((variable) => [variable.name, variable.value]));
}

it("creates a version with its template, reports what the import found, and shows no change afterwards", async () => {
  const name = `${live.prefix}create`;
  const stack = await live.stack(
    templateProgram(
      [{ version: { source: { files: templateWithParameters() }, name: "v1", message: "First." }, template: { name } }],
      "exports.parameters = versions[''].parameters.apply((all) => all.map((one) => one.name)); exports.url = " +
        "versions[''].url;",
    ),
  );
  const result = await stack.up();
  expect(result.changes).toEqual({ create: 3 });
  expect(result.outputs["parameters"]).toEqual(["cpus", "gpu", "once", "region", "tools"]);
  expect(statusLinesAt(result, "version")).toContain("Uploading the files");

  const { outputs, id } = stack.stateOf("version");
  expect(outputs).toMatchObject({
    name: "v1",
    message: "First.",
    status: "succeeded",
    archived: false,
    sensitiveVariables: [],
  });
  expect(outputs["parameters"]).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: "region", type: "string", mutable: false, defaultValue: "eu" }),
      expect.objectContaining({ name: "cpus", type: "number", validationMin: 1, validationMax: 8 }),
      expect.objectContaining({ name: "once", ephemeral: true }),
    ]),
  );
  expect(outputs["presets"]).toEqual([
    expect.objectContaining({ name: "Large", parameters: { region: "us", cpus: "8" } }),
  ]);
  const template = await live.api.template(name);
  expect(template.active_version_id).toBe(id);
  const page = await fetch(`${live.api.url}${new URL(String(result.outputs["url"])).pathname}`);
  expect(page.status).toBe(200);
  await stack.expectNoChanges();
});

it("changes name, message and onDelete in place, and replaces for content, variables and tags, each shown as such", async () => {
  const version = { name: "v1", message: "One." };
  const changes: Record<string, { change: Record<string, unknown>; replaces: boolean; shown: string[] }> = {
    name: { change: { name: "v2" }, replaces: false, shown: ["name"] },
    message: { change: { message: "Two." }, replaces: false, shown: ["message"] },
    onDelete: { change: { onDelete: "retain" }, replaces: false, shown: ["onDelete"] },
    content: {
      change: { source: { files: templateWithVariables({ marker: "two" }) }, name: "v2" },
      replaces: true,
      shown: ["digest", "files", "name", "source"],
    },
    variables: {
      change: { variables: { region: "us", zones: ["c"] }, name: "v2" },
      replaces: true,
      shown: ["name", "variables"],
    },
    tags: {
      change: { provisionerTags: { scope: "organization" }, name: "v2" },
      replaces: true,
      shown: ["name", "provisionerTags"],
    },
  };
  const pairs = (isChanged: boolean): Pair[] =>
    Object.entries(changes).map(([suffix, { change }]) => ({
      suffix,
      version: { ...version, source: { files: templateWithVariables({ marker: suffix }) }, ...(isChanged && change) },
      template: { name: `${live.prefix}c-${suffix}` },
    }));
  const stack = await live.stack(templateProgram(pairs(false)));
  await stack.up();
  const before = Object.fromEntries(
    Object.keys(changes).map((suffix) => [suffix, stack.stateOf(`version-${suffix}`).id]),
  );
  live.proxy.clear();
  stack.writeProgram(templateProgram(pairs(true)));
  const result = await stack.up();

  for (const [suffix, { replaces, shown }] of Object.entries(changes)) {
    const { id, outputs } = stack.stateOf(`version-${suffix}`);
    const step = result.steps.find((one) => one.name === `version-${suffix}`);
    expect({ suffix, operations: result.operations[`version-${suffix}`], changed: step?.changed }).toEqual({
      suffix,
      operations: replaces ? ["create-replacement", "replace", "delete-replaced"] : ["update"],
      changed: shown,
    });
    expect({ suffix, isSame: id === before[suffix] }).toEqual({ suffix, isSame: !replaces });
    const [held, old] = await Promise.all([live.api.version(id ?? ""), live.api.version(before[suffix] ?? "")]);
    expect({ suffix, name: held.name, message: held.message }).toEqual({
      suffix,
      name: outputs["name"],
      message: outputs["message"],
    });
    expect({ suffix, isOldArchived: old.archived }).toEqual({ suffix, isOldArchived: replaces });
    expect((await live.api.template(`${live.prefix}c-${suffix}`)).active_version_id).toBe(id);
  }
  expect(await variablesOf(stack, "version-variables")).toEqual({
    region: "us",
    zones: '["c"]',
    password: "*redacted*",
  });
  expect(live.proxy.matching({ method: "POST", path: /\/templateversions$/ })).toHaveLength(3);
  await stack.expectNoChanges();

  // A version with `onDelete: "retain"` is not archived when the program drops it.
  const retained = stack.stateOf("version-onDelete").id ?? "";
  stack.writeProgram(
    templateProgram(
      pairs(true).map((pair) =>
        pair.suffix === "onDelete"
          ? { ...pair, version: { ...version, source: { files: plainTemplate() }, name: "v3" } }
          : pair,
      ),
    ),
  );
  await stack.up();
  expect((await live.api.version(retained)).archived).toBe(false);
});

it("makes a version each for templates of the same files, with derived names and with the same name given", async () => {
  const pairs = ["a", "b", "c"].flatMap((letter): Pair[] => [
    {
      suffix: `${letter}-derived`,
      version: { source: { files: plainTemplate("same") } },
      template: { name: `${live.prefix}${letter}-derived` },
    },
    {
      suffix: `${letter}-given`,
      version: { source: { files: plainTemplate("same") }, name: "v1" },
      template: { name: `${live.prefix}${letter}-given` },
    },
  ]);
  const stack = await live.stack(templateProgram(pairs));
  const result = await stack.up();
  const ids = pairs.map(({ suffix }) => stack.stateOf(`version-${suffix}`).id);
  expect(new Set(ids).size).toBe(pairs.length);
  expect(result.diagnostics.filter(({ isEphemeral }) => !isEphemeral)).toEqual([]);
});

it("takes the template's own default, changed or no longer overridden, and never an earlier version's value", async () => {
  const name = `${live.prefix}sticky`;
  const program = (region: string, variables: Record<string, unknown>): string =>
    templateProgram([
      {
        version: { source: { files: templateWithVariables({ region }) }, variables: { password: "pw", ...variables } },
        template: { name },
      },
    ]);
  const stack = await live.stack(program("eu", {}));
  await stack.up();
  expect((await variablesOf(stack))["region"]).toBe("eu");

  stack.writeProgram(program("us", {}));
  await stack.up();
  expect((await variablesOf(stack))["region"]).toBe("us");

  stack.writeProgram(program("us", { region: "asia", zones: ["x", "y"] }));
  await stack.up();
  expect(await variablesOf(stack)).toMatchObject({ region: "asia", zones: '["x","y"]' });

  stack.writeProgram(program("us", {}));
  await stack.up();
  expect(await variablesOf(stack)).toMatchObject({ region: "us", zones: '["a","b"]' });
  await stack.expectNoChanges();
});

it("goes back to earlier content by taking the version that was archived, without another import", async () => {
  const name = `${live.prefix}rollback`;
  const program = (marker: string): string =>
    templateProgram([{ version: { source: { files: plainTemplate(marker) } }, template: { name } }]);
  const stack = await live.stack(program("one"));
  await stack.up();
  const first = stack.stateOf("version").id ?? "";
  stack.writeProgram(program("two"));
  await stack.up();
  expect((await live.api.version(first)).archived).toBe(true);
  stack.writeProgram(program("one"));
  await stack.up();
  expect(stack.stateOf("version").id).toBe(first);
  const template = await live.api.template(name);
  expect(template.active_version_id).toBe(first);
  expect(
    (await live.api.versions(template.id)).map(({ id, archived }) => ({ isFirst: id === first, archived })),
  ).toEqual([
    { isFirst: true, archived: false },
    { isFirst: false, archived: true },
  ]);
  await stack.expectNoChanges();
});

it("keeps a failed first import in the state, frees its name, and is fixed by fixing the files", async () => {
  const name = `${live.prefix}failed`;
  const program = (files: Record<string, string>): string =>
    templateProgram([{ version: { source: { files }, name: "v1" }, template: { name } }]);
  const stack = await live.stack(program(failingTemplate()));
  const failed = await stack.upFailing();
  const message = messagesAt(failed, "version", "error").join("\n");
  expect(message).toContain("Call to unknown function");
  const page = /Page: (http\S+)/.exec(message)?.[1] ?? "";
  expect((await fetch(page)).headers.get("content-type")).toContain("text/html");
  expect(message).not.toContain("    at ");
  const dead = stack.stateOf("version").id ?? "";
  expect((await live.api.version(dead)).job.status).toBe("failed");
  expect((await live.api.version(dead)).name).not.toBe("v1");

  stack.writeProgram(program(plainTemplate()));
  await stack.up();
  expect(await live.api.version(stack.stateOf("version").id ?? "")).toMatchObject({ name: "v1", archived: false });
  expect(stack.stateOf("version").id).not.toBe(dead);
  expect(stack.state().filter(({ initErrors }) => (initErrors ?? []).length > 0)).toEqual([]);
  await stack.expectNoChanges();
});

it("leaves the active version alone when a later import fails, and says which variable has no value", async () => {
  const name = `${live.prefix}later`;
  const program = (files: Record<string, string>, variables = {}): string =>
    templateProgram([{ version: { source: { files }, name: "current", variables }, template: { name } }]);
  const stack = await live.stack(program(plainTemplate()));
  await stack.up();
  const good = stack.stateOf("version").id;
  stack.writeProgram(
    templateProgram([
      { version: { source: { files: templateWithRequiredVariable() }, name: "next" }, template: { name } },
    ]),
  );
  const failed = await stack.upFailing();
  expect(messagesAt(failed, "version", "error").join("\n")).toContain('"license"');
  expect((await live.api.template(name)).active_version_id).toBe(good);

  stack.writeProgram(
    templateProgram([
      {
        version: { source: { files: templateWithRequiredVariable() }, name: "next", variables: { license: "abc" } },
        template: { name },
      },
    ]),
  );
  await stack.up();
  const template = await live.api.template(name);
  expect(template.active_version_id).toBe(stack.stateOf("version").id);
  const versions = await live.api.versions(template.id);
  expect(versions.filter(({ archived }) => !archived).map((version) => version.name)).toEqual(["next"]);
  await stack.expectNoChanges();
});

it("refuses new content under the old name at preview, and names who holds a name that somebody else took", async () => {
  const name = `${live.prefix}held`;
  const program = (marker: string, version: string): string =>
    templateProgram([{ version: { source: { files: plainTemplate(marker) }, name: version }, template: { name } }]);
  const stack = await live.stack(program("held one", "v1"));
  await stack.up();
  const { id = "" } = stack.stateOf("version");
  stack.writeProgram(program("held two", "v1"));
  const refused = await stack.previewFailing();
  expect(refused.text).toMatch(/`name` is still "v1" while `source` changed/);

  const { job } = await live.api.version(id);
  const other = await live.api.pushVersion(stack.stateOf("template").id ?? "", { name: "v2", fileId: job.file_id });
  stack.writeProgram(program("held two", "v2"));
  const message = messagesAt(await stack.upFailing(), "version", "error").join("\n");
  expect(message).toContain(`has a version "v2" already, ${other.id}`);
  expect(message).toContain('created by "');
  expect((await live.api.template(name)).active_version_id).toBe(id);
});
