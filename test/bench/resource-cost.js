// @ts-check
// `node resource-cost.js KIND COUNT`: milliseconds that the program spends on each of so many resources, with the
// engine replaced by Pulumi's own mocks. The bench copies it beside the packages of a program.
const pulumi = require("@pulumi/pulumi");

const provider = { create: async (/** @type {any} */ inputs) => ({ id: "floor", outs: inputs }) };

class DynamicFloor extends pulumi.dynamic.Resource {
  /** @param {string} name */
  constructor(name) {
    super(provider, name, { name, source: "../templates/0", url: undefined });
  }
}

class PluginFloor extends pulumi.CustomResource {
  /** @param {string} name */
  constructor(name) {
    super("floor:index:Thing", name, { name, source: "../templates/0", url: undefined });
  }
}

/** @type {Record<string, () => (name: string) => import("@pulumi/pulumi").CustomResource>} */
const KINDS = {
  dynamic: () => templateOf("pulumi-coderd"),
  plugin: () => templateOf("pulumi-coderd/plugin"),
  "dynamic-floor": () => (name) => new DynamicFloor(name),
  "plugin-floor": () => (name) => new PluginFloor(name),
};

/** @param {string} host */
function templateOf(host) {
  const { Template } = require(host);
  return (/** @type {string} */ name) => new Template(name, { name, source: { directory: "../templates/0" } });
}

async function main() {
  const [kind = "", count = ""] = process.argv.slice(2);
  const make = KINDS[kind]?.();
  if (make === undefined) throw new Error(`There is no kind "${kind}".`);
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
    call: ({ inputs }) => inputs,
  });
  const settled = (/** @type {string} */ name) =>
    new Promise((resolve) => pulumi.output(make(name).urn).apply((urn) => resolve(urn)));
  await settled("first");
  const started = performance.now();
  await Promise.all(Array.from({ length: Number(count) }, (_, index) => settled(`resource${index}`)));
  console.log((performance.now() - started) / Number(count));
}

void main();
