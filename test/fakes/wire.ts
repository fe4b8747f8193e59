// A gRPC client of a host, as the engine is one: plain values in, plain values out.
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { Message } from "google-protobuf";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { servePlugin } from "../../provider/hosts/plugin/service";
import { isProperties, type Properties } from "../../provider/values";

const FULL_LIMIT = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

/** What a call failed with; the details are those of an object that exists but is not finished. */
export interface WireError {
  code: grpc.status;
  message: string;
  partial: { id: string; properties: Properties; reasons: string[] } | undefined;
}

export class Wire {
  constructor(
    private readonly plugin: { port: number; close(): Promise<void> },
    private readonly resourceName = "example",
    readonly client = new ResourceProviderClient(
      `127.0.0.1:${plugin.port}`,
      grpc.credentials.createInsecure(),
      FULL_LIMIT,
    ),
  ) {}

  static async start(engineAddress?: string): Promise<Wire> {
    return new Wire(await servePlugin({ version: "1.2.3", schema: () => '{"name":"coderd"}', engineAddress }));
  }

  /** The same plugin, asked about the resource of that name. */
  about(resourceName: string): Wire {
    return new Wire(this.plugin, resourceName, this.client);
  }

  async close(): Promise<void> {
    this.client.close();
    await this.plugin.close();
  }

  /** Any method by its name in the protocol. */
  call<Answer extends Message>(method: keyof typeof ResourceProviderService, request: Message): Promise<Answer> {
    const { path, requestSerialize, responseDeserialize } = definitionOf(method);
    return this.send(path, () => requestSerialize(request), responseDeserialize) as Promise<Answer>;
  }

  /** Bytes that need not be a message. */
  callWithBytes(method: keyof typeof ResourceProviderService, bytes: Buffer): Promise<unknown> {
    const { path, responseDeserialize } = definitionOf(method);
    return this.send(path, () => bytes, responseDeserialize);
  }

  private send(path: string, serialize: () => Buffer, deserialize: (bytes: Buffer) => unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(path, serialize, deserialize, undefined, (error, answer) => {
        if (error === null) resolve(answer);
        // The error is what the tests look at, whole.
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
        else reject({ code: error.code, message: error.details, partial: partialOf(error) } satisfies WireError);
      });
    });
  }

  async configure(args: Properties): Promise<messages.ConfigureResponse.AsObject> {
    const request = new messages.ConfigureRequest();
    request.setArgs(struct(args));
    request.setAcceptsecrets(true);
    return (await this.call<messages.ConfigureResponse>("configure", request)).toObject();
  }

  /** Calls a function by its name. */
  async invoke(name: string, args: Properties, isPreview = false): Promise<{ result: unknown; failures: string[] }> {
    const request = new messages.InvokeRequest();
    request.setTok(`coderd:index:${name}`);
    request.setArgs(struct(args));
    request.setPreview(isPreview);
    const response = await this.call<messages.InvokeResponse>("invoke", request);
    return {
      result: response.getReturn()?.toJavaScript(),
      failures: response.getFailuresList().map((failure) => `${failure.getProperty()}: ${failure.getReason()}`),
    };
  }

  async checkConfig(news: Properties): Promise<{ inputs: Properties; failures: messages.CheckFailure.AsObject[] }> {
    const request = new messages.CheckRequest();
    request.setNews(struct(news));
    return checked(await this.call<messages.CheckResponse>("checkConfig", request));
  }

  async diffConfig(olds: Properties, news: Properties): Promise<Difference> {
    const request = new messages.DiffRequest();
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    return difference(await this.call<messages.DiffResponse>("diffConfig", request));
  }

  async check(
    type: string,
    news: Properties,
    {
      olds = {},
      proposedName,
      mode = "PROPOSE",
    }: { olds?: Properties; proposedName?: string; mode?: "PROPOSE" | "ENFORCE" | "DISABLE" } = {},
  ): Promise<{ inputs: Properties; failures: messages.CheckFailure.AsObject[] }> {
    const request = new messages.CheckRequest();
    request.setUrn(urnOf(type, this.resourceName));
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    if (proposedName !== undefined) {
      const { AutonamingOptions } = messages.CheckRequest;
      const options = new AutonamingOptions();
      options.setProposedName(proposedName);
      options.setMode(AutonamingOptions.Mode[mode]);
      request.setAutonaming(options);
    }
    return checked(await this.call<messages.CheckResponse>("check", request));
  }

  async diff(
    type: string,
    state: Known,
    news: Properties,
    { ignoreChanges = [] }: { ignoreChanges?: string[] } = {},
  ): Promise<Difference> {
    const request = new messages.DiffRequest();
    request.setUrn(urnOf(type, this.resourceName));
    request.setId(state.id);
    request.setOldInputs(struct(state.inputs));
    request.setOlds(struct(state.outputs));
    request.setNews(struct(news));
    request.setIgnorechangesList(ignoreChanges);
    return difference(await this.call<messages.DiffResponse>("diff", request));
  }

  async create(
    type: string,
    inputs: Properties,
    options: { preview?: boolean; timeout?: number } = {},
  ): Promise<Known> {
    const request = new messages.CreateRequest();
    request.setUrn(urnOf(type, this.resourceName));
    request.setProperties(struct(inputs));
    request.setPreview(options.preview ?? false);
    request.setTimeout(options.timeout ?? 0);
    const answer = await this.call<messages.CreateResponse>("create", request);
    return { id: answer.getId(), inputs, outputs: plain(answer.getProperties()) };
  }

  async update(
    type: string,
    state: Known,
    inputs: Properties,
    options: { preview?: boolean; ignoreChanges?: string[]; timeout?: number } = {},
  ): Promise<Known> {
    const request = new messages.UpdateRequest();
    request.setTimeout(options.timeout ?? 0);
    request.setUrn(urnOf(type, this.resourceName));
    request.setId(state.id);
    request.setOlds(struct(state.outputs));
    request.setOldInputs(struct(state.inputs));
    request.setNews(struct(inputs));
    request.setPreview(options.preview ?? false);
    request.setIgnorechangesList(options.ignoreChanges ?? []);
    const answer = await this.call<messages.UpdateResponse>("update", request);
    return { id: state.id, inputs, outputs: plain(answer.getProperties()) };
  }

  /** A refresh with the state; a get without it; an import. As the engine tells them apart. */
  async read(type: string, id: string, how: Known | "get" | "import"): Promise<Known | undefined> {
    const request = new messages.ReadRequest();
    request.setUrn(urnOf(type, this.resourceName));
    request.setId(id);
    request.setProperties(struct(typeof how === "string" ? {} : how.outputs));
    if (how !== "import") request.setInputs(struct(how === "get" ? {} : how.inputs));
    const answer = await this.call<messages.ReadResponse>("read", request);
    if (answer.getId() === "") return undefined;
    return { id: answer.getId(), inputs: plain(answer.getInputs()), outputs: plain(answer.getProperties()) };
  }

  async delete(type: string, state: Known, timeout = 0): Promise<void> {
    const request = new messages.DeleteRequest();
    request.setTimeout(timeout);
    request.setUrn(urnOf(type, this.resourceName));
    request.setId(state.id);
    request.setProperties(struct(state.outputs));
    request.setOldInputs(struct(state.inputs));
    await this.call("delete", request);
  }

  async cancel(): Promise<void> {
    await this.call("cancel", new Empty());
  }
}

/** What the engine keeps of a resource. */
export interface Known {
  id: string;
  inputs: Properties;
  outputs: Properties;
}

export interface Difference {
  changes: "UNKNOWN" | "NONE" | "SOME";
  /** Properties that change, each once. */
  diffs: string[];
  /** Path → kind, with "input" where the program changed it. */
  detailed: Record<string, string>;
  replaces: string[];
  stables: string[];
  deleteBeforeReplace: boolean;
}

export function urnOf(type: string, resourceName = "example"): string {
  return `urn:pulumi:test::project::coderd:index:${type}::${resourceName}`;
}

function struct(value: Properties): Struct {
  return Struct.fromJavaScript(value as Parameters<typeof Struct.fromJavaScript>[0]);
}

function plain(value: Struct | undefined): Properties {
  const opened: unknown = value?.toJavaScript();
  return isProperties(opened) ? opened : {};
}

function checked(answer: messages.CheckResponse): { inputs: Properties; failures: messages.CheckFailure.AsObject[] } {
  return { inputs: plain(answer.getInputs()), failures: answer.toObject().failuresList };
}

function difference(answer: messages.DiffResponse): Difference {
  const kinds = Object.entries(messages.PropertyDiff.Kind);
  const detailed: Record<string, string> = {};
  answer.getDetaileddiffMap().forEach((change, path) => {
    const kind = kinds.find(([, value]) => value === change.getKind())?.[0] ?? "";
    detailed[path] = change.getInputdiff() ? `${kind} input` : kind;
  });
  return {
    changes: (["UNKNOWN", "NONE", "SOME"] as const)[answer.getChanges()],
    diffs: answer.getDiffsList(),
    detailed,
    replaces: answer.getReplacesList(),
    stables: answer.getStablesList(),
    deleteBeforeReplace: answer.getDeletebeforereplace(),
  };
}

function partialOf(error: grpc.ServiceError): WireError["partial"] {
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  if (!Buffer.isBuffer(bytes)) return undefined;
  const [detail] = Status.deserializeBinary(bytes).getDetailsList();
  const found = detail?.unpack(
    (packed) => messages.ErrorResourceInitFailed.deserializeBinary(packed),
    "pulumirpc.ErrorResourceInitFailed",
  );
  return found
    ? { id: found.getId(), properties: plain(found.getProperties()), reasons: found.getReasonsList() }
    : undefined;
}

function definitionOf(method: keyof typeof ResourceProviderService): {
  path: string;
  requestSerialize: (request: Message) => Buffer;
  responseDeserialize: (bytes: Buffer) => unknown;
} {
  return ResourceProviderService[method] as never;
}
