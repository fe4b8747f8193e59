#!/usr/bin/env node
// Stands in for the plugin of @pulumi/command on machines that can't download it. It has only `local.Command`, with
// create, delete, environment and triggers.
const { spawnSync } = require("node:child_process");
const provider = require("@pulumi/pulumi/provider");

const KNOWN = ["create", "delete", "environment", "triggers"];

function run(command, environment) {
  const { status, stdout, stderr } = spawnSync("sh", ["-c", command], {
    env: { ...process.env, ...environment },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`The command "${command}" ended with ${status}: ${stderr}`);
  return { stdout: stdout.trimEnd(), stderr: stderr.trimEnd() };
}

const command = {
  version: require("@pulumi/command/package.json").version.replace(/^v/, ""),

  async check(_urn, _olds, news) {
    const unknown = Object.keys(news).filter((key) => !KNOWN.includes(key));
    return {
      inputs: news,
      failures: unknown.map((property) => ({ property, reason: "The stand-in for @pulumi/command does not know it." })),
    };
  },

  async diff(_id, _urn, olds, news) {
    const changed = KNOWN.filter((key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key]));
    return { changes: changed.length > 0, replaces: changed.filter((key) => key === "triggers") };
  },

  async create(_urn, inputs) {
    return { id: "stand-in", outs: { ...inputs, ...run(inputs.create, inputs.environment) } };
  },

  async read(id, _urn, props) {
    return { id, props };
  },

  async update(_id, _urn, _olds, news) {
    return { outs: { ...news, ...run(news.create, news.environment) } };
  },

  async delete(_id, _urn, props) {
    if (props.delete !== undefined) run(props.delete, props.environment);
  },
};

provider.main(command, process.argv.slice(2)).catch((thrown) => {
  console.error(thrown);
  process.exit(1);
});
