// The engine's end of a host's connection: its log service.
import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

export class FakeEngine {
  readonly logged: { urn: string; message: string; severity: number; isEphemeral: boolean }[] = [];
  private constructor(
    private readonly server: grpc.Server,
    private port = 0,
  ) {}

  static async start(): Promise<FakeEngine> {
    const engine = new FakeEngine(new grpc.Server());
    const log = (call: { request: LogRequest }, callback: grpc.sendUnaryData<Empty>): void => {
      const { urn, message, severity, ephemeral } = call.request.toObject();
      engine.logged.push({ urn, message, severity, isEphemeral: ephemeral });
      callback(null, new Empty());
    };
    engine.server.addService(EngineService, { log });
    engine.port = await new Promise<number>((resolve, reject) => {
      engine.server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
        error === null ? resolve(port) : reject(error),
      );
    });
    return engine;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  close(): void {
    this.server.forceShutdown();
  }
}
