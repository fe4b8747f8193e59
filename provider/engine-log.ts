// The engine's log call, by URN: what puts a line at a resource instead of at the stack. Shared by the hosts.
import { createRequire } from "node:module";
import type { EngineClient as EngineClientType } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type * as engineMessages from "@pulumi/pulumi/proto/engine_pb";
import { silentLog, type ResourceLog } from "./log";

type LogSeverity = "DEBUG" | "INFO" | "WARNING" | "ERROR";

/** Connects to the engine that started this process; without an address nothing is shown. */
export function createEngineLog(engineAddress: string | undefined): (urn: string | undefined) => ResourceLog {
  if (engineAddress === undefined || engineAddress === "") return () => silentLog;
  // The SDK's own copy of gRPC: objects of two copies do not mix.
  const fromPulumi = createRequire(require.resolve("@pulumi/pulumi/package.json"));
  const grpc = fromPulumi("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
  const { EngineClient } = fromPulumi("@pulumi/pulumi/proto/engine_grpc_pb") as { EngineClient: typeof EngineClientType };
  const messages = fromPulumi("@pulumi/pulumi/proto/engine_pb") as typeof engineMessages;
  const engine = new EngineClient(engineAddress, grpc.credentials.createInsecure());
  let streamId = 0;

  return (urn) => {
    const write = (severity: LogSeverity, message: string, ephemeral: boolean): void => {
      const request = new messages.LogRequest();
      request.setSeverity(messages.LogSeverity[severity]);
      request.setMessage(message);
      request.setUrn(urn ?? "");
      request.setStreamid((streamId += 1));
      request.setEphemeral(ephemeral);
      // A line that the engine no longer takes (it is closing) is not worth an operation.
      engine.log(request, () => {});
    };
    return {
      status: (message) => write("INFO", message, true),
      info: (message) => write("INFO", message, false),
      warning: (message) => write("WARNING", message, false),
    };
  };
}
