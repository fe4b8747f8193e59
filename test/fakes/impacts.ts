// A template of the fake Coder with a next version, and workspaces whose values it takes or refuses.
import type { TemplateVersionParameter } from "../../provider/client/template-versions";
import type { Workspace } from "../../provider/client/workspaces";
import type { FakeCoder } from "./coder";
import { parameter, type StoredVersion } from "./coder/template-versions";
import type { StoredTemplate } from "./coder/templates";

/** A value that nobody has published. */
export const SECRET = "hunter2-eu";

export interface Upgrade {
  template: StoredTemplate;
  before: StoredVersion;
  after: StoredVersion;
  /** Made with these values, of the version before. */
  workspace(owner: string, name: string, values?: Record<string, string>, presetId?: string): Workspace;
}

export function addUpgrade(
  coder: FakeCoder,
  versions: Record<"before" | "after", Partial<StoredVersion>>,
  more: Partial<StoredTemplate> = {},
): Upgrade {
  const before = coder.addVersion({ name: "v1", parameters: [], ...versions.before });
  const template = coder.addTemplate({ active_version_id: before.id, ...more });
  const after = coder.addVersion({ name: "v2", template_id: template.id, parameters: [], ...versions.after });
  return {
    template,
    before,
    after,
    workspace: (owner, name, values = {}, presetId) =>
      coder.addWorkspace(owner, {
        name,
        template_id: template.id,
        template_version_preset_id: presetId,
        rich_parameter_values: Object.entries(values).map(([key, value]) => ({ name: key, value })),
      }),
  };
}

export function withOptions(
  name: string,
  values: readonly string[],
  more: Partial<TemplateVersionParameter> = {},
): TemplateVersionParameter {
  const options = values.map((value) => ({ name: value, description: "", value, icon: "" }));
  return parameter(name, "string", { default_value: values[0] ?? "", options, ...more });
}

/** One parameter or preset for each cause. Ada's workspace has none of them, bob's has them all. */
export function addSixCauses(coder: FakeCoder, more: Partial<StoredTemplate> = {}): Upgrade {
  const size = parameter("size", "number", { default_value: "2" });
  const upgrade = addUpgrade(
    coder,
    {
      before: {
        parameters: [
          withOptions("region", ["eu", "us"]),
          size,
          parameter("team", "string", { default_value: "core" }),
          withOptions("zone", ["a", "b"], { mutable: false }),
          parameter("legacy", "string", { default_value: "" }),
        ],
        presets: [{ id: "preset-large", name: "Large", default: false, parameters: [] }],
      },
      after: {
        parameters: [
          withOptions("region", ["eu", "ap"]),
          { ...size, validation_min: 1, validation_max: 4 },
          parameter("team", "string", { default_value: "core", validation_regex: "^[a-z]+$" }),
          withOptions("zone", ["a", "c"], { mutable: false }),
          parameter("token", "string", { required: true }),
        ],
      },
    },
    more,
  );
  upgrade.workspace("admin", "good", { region: "eu", size: "3" });
  upgrade.workspace("bob", "bad", { region: "us", size: "8", team: SECRET, zone: "b" }, "preset-large");
  return upgrade;
}
