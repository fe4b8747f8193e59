// The plugin host: the provider's own gRPC service, for every Pulumi language. Turns messages into calls of
// PluginProvider and back.
import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as engineMessages from "@pulumi/pulumi/proto/engine_pb";
import * as pluginMessages from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import * as statusMessages from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Message } from "google-protobuf";
import { PartialError } from "../../errors";
import { silentLog, type ResourceLog } from "../../log";
import { createEngineLog } from "../engine-log";
import { explain, Operations } from "../operations";
import type * as sessions from "../session";
import { refuseDeep, takingDeep, type DeepRequest } from "./deep-request";
import { autonamingOf, checkFailure, checkResponse, diffResponse, properties, struct } from "./messages";
import type * as providers from "./provider";

/** Larger than any message of the engine. The library's own limit is 4 MiB, which is too small. */
const MAXIMUM_MESSAGE_BYTES = 400 * 1024 * 1024;

/** How long to wait for an engine that does not take the last answers. */
const LAST_ANSWERS_MILLISECONDS = 5_000;

const SERVICE = takingDeep(ResourceProviderService as unknown as grpc.ServiceDefinition);

interface PluginHostOptions {
  version: string;
  /** The package schema, as JSON text. */
  schema(): string;
  engineAddress: string | undefined;
}

export interface ServedPlugin {
  port: number;
  /** Loads the provider, which the first call needs. The engine comes to it a little after it was told the port. */
  load(): void;
  close(signal?: NodeJS.Signals): Promise<void>;
}

/** Serves until the engine closes it, and resolves once it listens. */
export async function servePlugin(options: PluginHostOptions): Promise<ServedPlugin> {
  const operations = new Operations();
  let logFor: (urn: string | undefined) => ResourceLog = () => silentLog;
  let engineAddress = options.engineAddress;
  const attach = (address: string | undefined): void => {
    engineAddress = address;
    logFor = createEngineLog({ grpc, EngineClient, messages: engineMessages }, address);
  };
  if (options.engineAddress !== undefined) attach(options.engineAddress);
  let loaded: providers.PluginProvider | undefined;
  const provider = (): providers.PluginProvider => {
    loaded ??= new (providerModule().PluginProvider)({
      operations,
      ownership: () => session().ownershipOf(engineAddress),
      logFor: (urn) => logFor(urn),
      // The engine starts a plugin in the folder of the user's program. The folders of the handshake are the plugin's
      // own.
      rootDirectory: process.cwd(),
    });
    return loaded;
  };

  const service: Record<string, unknown> = {
    handshake: unary((request: messages.ProviderHandshakeRequest) => {
      if (request.getEngineAddress() !== "") attach(request.getEngineAddress());
      const response = new messages.ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),

    attach: unary((request: pluginMessages.PluginAttach) => {
      attach(request.getAddress());
      return new Empty();
    }),

    getPluginInfo: unary(() => {
      const response = new pluginMessages.PluginInfo();
      response.setVersion(options.version);
      return response;
    }),

    getSchema: unary((request: messages.GetSchemaRequest) => {
      if (request.getVersion() !== 0)
        throw new Error(`Only version 0 of the schema's format is known, not ${request.getVersion()}.`);
      const response = new messages.GetSchemaResponse();
      response.setSchema(options.schema());
      return response;
    }),

    checkConfig: unary((request: messages.CheckRequest) => {
      const { inputs, failures } = provider().checkConfig(properties(request.getNews()));
      return checkResponse(inputs, failures);
    }),

    diffConfig: unary(async (request: messages.DiffRequest) => {
      const olds = request.hasOldInputs() ? request.getOldInputs() : request.getOlds();
      return diffResponse(await provider().diffConfig(properties(olds), properties(request.getNews())));
    }),

    configure: unary((request: messages.ConfigureRequest) => {
      provider().configure(properties(request.getArgs()));
      const response = new messages.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),

    check: unary(async (request: messages.CheckRequest) => {
      const { inputs, failures } = await provider().check(
        request.getUrn(),
        properties(request.getOlds()),
        properties(request.getNews()),
        autonamingOf(request.getAutonaming()),
      );
      return checkResponse(inputs, failures);
    }),

    diff: unary(async (request: messages.DiffRequest) =>
      diffResponse(
        await provider().diff(request.getUrn(), {
          id: request.getId(),
          oldInputs: properties(request.getOldInputs()),
          oldOutputs: properties(request.getOlds()),
          news: properties(request.getNews()),
          ignoreChanges: request.getIgnorechangesList(),
        }),
      ),
    ),

    create: unary(async (request: messages.CreateRequest) => {
      const created = await provider().create(
        request.getUrn(),
        properties(request.getProperties()),
        request.getTimeout(),
        request.getPreview(),
      );
      const response = new messages.CreateResponse();
      response.setId(created.id);
      response.setProperties(struct(created.outputs));
      return response;
    }),

    read: unary(async (request: messages.ReadRequest) => {
      const found = await provider().read(
        request.getUrn(),
        request.getId(),
        properties(request.getProperties()),
        request.hasInputs() ? properties(request.getInputs()) : undefined,
      );
      const response = new messages.ReadResponse();
      if (found === undefined) return response;
      response.setId(found.id);
      response.setProperties(struct(found.outputs));
      response.setInputs(struct(found.inputs));
      return response;
    }),

    update: unary(async (request: messages.UpdateRequest) => {
      const outputs = await provider().update(request.getUrn(), {
        id: request.getId(),
        olds: properties(request.getOlds()),
        news: properties(request.getNews()),
        timeoutSeconds: request.getTimeout(),
        isPreview: request.getPreview(),
        ignoreChanges: request.getIgnorechangesList(),
      });
      const response = new messages.UpdateResponse();
      response.setProperties(struct(outputs));
      return response;
    }),

    delete: unary(async (request: messages.DeleteRequest) => {
      await provider().delete(
        request.getUrn(),
        request.getId(),
        properties(request.getProperties()),
        request.getTimeout(),
      );
      return new Empty();
    }),

    invoke: unary(async (request: messages.InvokeRequest) => {
      const { outputs, failures } = await provider().invoke(
        request.getTok(),
        properties(request.getArgs()),
        request.getPreview(),
      );
      const response = new messages.InvokeResponse();
      if (failures.length === 0) response.setReturn(struct(outputs));
      response.setFailuresList(failures.map(checkFailure));
      return response;
    }),

    cancel: unary(() => {
      operations.interrupt();
      return new Empty();
    }),
  };

  const server = new grpc.Server({
    "grpc.max_receive_message_length": MAXIMUM_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAXIMUM_MESSAGE_BYTES,
  });
  // What is not in the service is answered with UNIMPLEMENTED by the library.
  server.addService(SERVICE, service as unknown as grpc.UntypedServiceImplementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    port,
    load: () => void provider(),
    async close(signal) {
      if (operations.isIdle && loaded !== undefined) session().ownershipOf(engineAddress).endOfRun(signal);
      operations.interrupt();
      await operations.settled();
      await shutDown(server);
    },
  };
}

/* eslint-disable @typescript-eslint/no-require-imports */
function providerModule(): typeof providers {
  return require("./provider") as typeof providers;
}

function session(): typeof sessions {
  return require("../session") as typeof sessions;
}
/* eslint-enable @typescript-eslint/no-require-imports */

/** Waits until the answers have left: an operation is settled before its answer is written. */
function shutDown(server: grpc.Server): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      process.off("beforeExit", end);
      resolve();
    };
    const timer = setTimeout(() => {
      server.forceShutdown();
      end();
    }, LAST_ANSWERS_MILLISECONDS).unref();
    // The library never tells the end of a connection that the engine was closing when it was asked. Node tells when
    // nothing is open any more: the timer does not count.
    process.on("beforeExit", end);
    server.tryShutdown(end);
  });
}

function unary<Request extends Message>(handle: (request: Request) => Message | Promise<Message>) {
  return (call: { request: Request | DeepRequest }, callback: grpc.sendUnaryData<Message>): void => {
    void (async () => handle(refuseDeep(call.request)))().then(
      (response) => callback(null, response),
      (thrown: unknown) => callback(serviceError(thrown), null),
    );
  };
}

/** An object that exists but is not finished goes into the error's details: this brings its id into the state. */
function serviceError(thrown: unknown): Partial<grpc.ServiceError> {
  const message = explain(thrown);
  const metadata = new grpc.Metadata();
  if (thrown instanceof PartialError) {
    const detail = new messages.ErrorResourceInitFailed();
    detail.setId(thrown.id);
    detail.setProperties(struct(thrown.outputs));
    detail.setReasonsList([message]);
    const any = new Any();
    any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const status = new statusMessages.Status();
    status.setCode(grpc.status.UNKNOWN);
    status.setMessage(message);
    status.addDetails(any);
    metadata.set("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  }
  return { code: grpc.status.UNKNOWN, details: message, metadata };
}
