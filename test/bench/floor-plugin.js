// @ts-check
// The floor of the plugin: a provider with one type of resource that accepts everything, changes nothing and asks
// nobody. The bench bundles it as the package bundles its own plugin.
const grpc = require("@grpc/grpc-js");
const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb");
const messages = require("@pulumi/pulumi/proto/provider_pb");
const plugin = require("@pulumi/pulumi/proto/plugin_pb");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb");

const text = { type: "string" };
const properties = { name: text, source: text, url: text };
const thing = { properties, inputProperties: properties };
const SCHEMA = JSON.stringify({ name: "floor", version: "1.0.0", resources: { "floor:index:Thing": thing } });

/** @param {(request: any) => any} answer */
const unary = (answer) => (/** @type {{ request: any }} */ call, /** @type {Function} */ callback) =>
  callback(null, answer(call.request));

/**
 * @param {any} message
 * @param {Record<string, unknown>} values by setter
 */
function filled(message, values) {
  for (const [setter, value] of Object.entries(values)) message[setter](value);
  return message;
}

const server = new grpc.Server();
server.addService(ResourceProviderService, {
  handshake: unary(() => filled(new messages.ProviderHandshakeResponse(), { setAcceptSecrets: true })),
  getPluginInfo: unary(() => filled(new plugin.PluginInfo(), { setVersion: "1.0.0" })),
  getSchema: unary(() => filled(new messages.GetSchemaResponse(), { setSchema: SCHEMA })),
  checkConfig: unary((request) => filled(new messages.CheckResponse(), { setInputs: request.getNews() })),
  diffConfig: unary(() => filled(new messages.DiffResponse(), { setChanges: 1 })),
  configure: unary(() =>
    filled(new messages.ConfigureResponse(), { setAcceptsecrets: true, setSupportspreview: true }),
  ),
  check: unary((request) => filled(new messages.CheckResponse(), { setInputs: request.getNews() })),
  diff: unary(() => filled(new messages.DiffResponse(), { setChanges: 1 })),
  create: unary((request) =>
    filled(new messages.CreateResponse(), { setId: "floor", setProperties: request.getProperties() }),
  ),
  read: unary((request) =>
    filled(new messages.ReadResponse(), {
      setId: request.getId(),
      setProperties: request.getProperties(),
      setInputs: request.getInputs(),
    }),
  ),
  delete: unary(() => new Empty()),
  cancel: unary(() => new Empty()),
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (_error, port) =>
  process.stdout.write(`${port}\n`),
);
