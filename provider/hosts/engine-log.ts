// The engine's log call. With a URN, a line is shown at the resource instead of at the stack. Shared by the hosts.
import type * as grpc from "@grpc/grpc-js";
import type { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type * as engineMessages from "@pulumi/pulumi/proto/engine_pb";
import { silentLog, type ResourceLog } from "../log";

/** gRPC and the engine's protocol: each host has its own copy, and objects of two copies do not mix. */
export interface EngineProtocol {
  grpc: Pick<typeof grpc, "credentials">;
  EngineClient: typeof EngineClient;
  messages: typeof engineMessages;
}

type LogSeverity = "INFO" | "WARNING";

/** An engine gives up at a directive for its colours that it does not know, such as one in a line of a file. */
function withoutDirectives(message: string): string {
  return message.replaceAll("<{%", "<{ %");
}

/** Connects to the engine that started this process; without an address nothing is shown. */
export function createEngineLog(
  protocol: EngineProtocol,
  engineAddress: string | undefined,
): (urn: string | undefined) => ResourceLog {
  if (engineAddress === undefined || engineAddress === "") return () => silentLog;
  const { messages } = protocol;
  const engine = new protocol.EngineClient(engineAddress, protocol.grpc.credentials.createInsecure());
  let streamId = 0;

  return (urn) => {
    const write = (severity: LogSeverity, message: string, ephemeral: boolean): void => {
      const request = new messages.LogRequest();
      request.setSeverity(messages.LogSeverity[severity]);
      request.setMessage(withoutDirectives(message));
      request.setUrn(urn ?? "");
      request.setStreamid((streamId += 1));
      request.setEphemeral(ephemeral);
      // An engine that is closing takes no lines. No operation fails because of that.
      engine.log(request, () => {});
    };
    return {
      status: (message) => write("INFO", message, true),
      info: (message) => write("INFO", message, false),
      warning: (message) => write("WARNING", message, false),
    };
  };
}
