// Where a handler tells people what happens. Knows neither the engine nor gRPC: the hosts supply the writer.

/** What a running operation says about itself, shown by the engine at the resource it belongs to. */
export interface ResourceLog {
  /** Replaces the resource's own status line while the operation runs. Gone when it ends. */
  status(message: string): void;
  /** Stays in the output, at the resource. */
  info(message: string): void;
  /** Stays in the output, at the resource, marked as a warning. */
  warning(message: string): void;
}

/** Says nothing: for scripts and tests that do not look. */
export const silentLog: ResourceLog = { status: () => {}, info: () => {}, warning: () => {} };
