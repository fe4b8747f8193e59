// What blocks can say: those of Terraform itself, and those that every release of Coder's provider has.
// @see github.com/coder/terraform-provider-coder/v2 docs
import type { VariableType } from "./types";

export interface Arguments {
  required?: readonly string[];
  known?: readonly string[];
  /** Blocks within it. */
  blocks?: Readonly<Record<string, Arguments & { most?: number }>>;
  /** Argument → all values that it can have. */
  values?: Readonly<Record<string, readonly string[]>>;
  kinds?: Readonly<Record<string, VariableType>>;
}

const TEXT: VariableType = { kind: "string" };
const TRUTH: VariableType = { kind: "bool" };
const NUMBER: VariableType = { kind: "number" };
const TEXTS: VariableType = { kind: "map", of: TEXT };

export const META_ARGUMENTS = [
  "//",
  "count",
  "for_each",
  "depends_on",
  "provider",
  "lifecycle",
  "dynamic",
  "provisioner",
  "connection",
];

const CONDITION: Arguments = { required: ["condition", "error_message"] };

/** Type of a block, with the type of a resource or data source behind it → what it can say. */
export const ARGUMENTS: Readonly<Record<string, Arguments>> = {
  variable: {
    known: ["type", "default", "description", "sensitive", "nullable", "ephemeral", "deprecated", "const"],
    blocks: { validation: CONDITION },
  },
  output: {
    required: ["value"],
    known: ["description", "sensitive", "ephemeral", "deprecated", "type"],
    blocks: { precondition: CONDITION },
  },
  "data coder_parameter": {
    // Those that are missing are told with the other rules of parameters.
    known: [
      ...["name", "display_name", "description", "type", "form_type", "styling", "mutable", "default", "icon", "order"],
      ...["ephemeral", "legacy_variable", "legacy_variable_name", "id", "value", "optional"],
    ],
    kinds: { name: TEXT, default: TEXT, description: TEXT, mutable: TRUTH, ephemeral: TRUTH, order: NUMBER },
    blocks: {
      option: { known: ["name", "value", "description", "icon"] },
      validation: {
        known: ["min", "max", "monotonic", "regex", "error", "min_disabled", "max_disabled", "invalid"],
        most: 1,
      },
    },
  },
  "data coder_workspace_preset": {
    known: ["name", "description", "icon", "default", "parameters", "id"],
    kinds: { name: TEXT, default: TRUTH, parameters: TEXTS },
    blocks: {
      prebuilds: {
        required: ["instances"],
        blocks: {
          expiration_policy: { required: ["ttl"], most: 1 },
          scheduling: {
            required: ["timezone", "schedule"],
            blocks: { schedule: { required: ["cron", "instances"] } },
            most: 1,
          },
        },
        most: 1,
      },
    },
  },
  "data coder_workspace_tags": { known: ["tags", "id"], kinds: { tags: TEXTS } },
  "data coder_external_auth": { required: ["id"], known: ["optional", "access_token"] },
  "resource coder_agent": {
    required: ["os", "arch"],
    known: [
      ...[
        "api_key_scope",
        "auth",
        "connection_timeout",
        "dir",
        "env",
        "init_script",
        "login_before_ready",
        "motd_file",
      ],
      ...["order", "shutdown_script", "shutdown_script_timeout", "startup_script", "startup_script_behavior", "token"],
      ...["startup_script_timeout", "troubleshooting_url", "id"],
    ],
    blocks: {
      display_apps: { known: ["port_forwarding_helper", "ssh_helper", "vscode", "vscode_insiders", "web_terminal"] },
      metadata: { known: ["key", "script", "interval", "display_name", "order", "timeout"] },
      resources_monitoring: { known: ["memory", "volume"] },
    },
    values: {
      os: ["linux", "darwin", "windows"],
      arch: ["amd64", "armv7", "arm64"],
      auth: ["token", "google-instance-identity", "aws-instance-identity", "azure-instance-identity"],
    },
  },
  "resource coder_app": {
    required: ["agent_id"],
    known: [
      ...["slug", "name", "command", "display_name", "external", "group", "hidden", "icon", "open_in", "order"],
      ...["relative_path", "share", "subdomain", "tooltip", "url", "id"],
    ],
    values: { share: ["owner", "organization", "authenticated", "public"] },
    blocks: { healthcheck: { required: ["url", "interval", "threshold"] } },
  },
  "resource coder_script": {
    required: ["agent_id", "display_name", "script"],
    known: ["cron", "icon", "log_path", "run_on_start", "run_on_stop", "start_blocks_login", "timeout", "id"],
  },
  "resource coder_env": { required: ["agent_id", "name"], known: ["value", "merge_strategy", "id"] },
  "resource coder_metadata": {
    required: ["resource_id"],
    known: ["daily_cost", "hide", "icon", "id"],
    blocks: { item: { known: ["key", "value", "sensitive", "is_null"] } },
  },
};
