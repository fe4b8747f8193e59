// Records what is asked of a client, by function, and makes single calls fail.
import type { CoderClient } from "../../provider/client/client";
import { READS, readsOf, type Reads } from "../../provider/client/reads";
import type { TemplateVersion } from "../../provider/client/template-versions";
import type { Template } from "../../provider/client/templates";
import type { RequestOptions } from "../../provider/client/transport/transport";
import type { Workspace } from "../../provider/client/workspaces";
import { ApiError } from "../../provider/errors";

type Endpoint = (...given: unknown[]) => unknown;

/** The error that a call ends with, after the server has acted or before. */
export interface Failure {
  error: Error;
  isDone: boolean;
}

export function apiError(status: number | undefined, serverMessage = "No."): ApiError {
  return new ApiError({ method: "POST", path: "/fake", status, serverMessage });
}

export class CallRecorder {
  /** What changes the server, in order: the function and its arguments without the id. */
  readonly mutations: unknown[][] = [];
  /** The functions that only read, in order. */
  readonly reads: string[] = [];
  /** How the next calls of a function fail; undefined lets one pass. */
  readonly failures = new Map<string, (Failure | undefined)[]>();

  recorded(client: CoderClient): CoderClient {
    return new Proxy(client, {
      get: (target, name: keyof CoderClient): unknown => {
        if (name === "with") return (options: RequestOptions) => this.recorded(target.with(options));
        if ((name as unknown) === READS) return this.#recordedReads(readsOf(target));
        const value: unknown = Reflect.get(target, name);
        // What a server lacks is known from its last answer: that is no request.
        if (typeof value !== "function" || /^(stream|explain|close)/.test(name)) return value;
        return (...given: unknown[]) => this.#call(name, () => (value as Endpoint)(...given), given);
      },
    });
  }

  /** Reads of many count as those of one that they take the place of. */
  #recordedReads(reads: Reads): Reads {
    return {
      template: (id) => this.#call("getTemplate", () => reads.template(id), [id]) as Promise<Template>,
      templateVersion: (id) =>
        this.#call("getTemplateVersion", () => reads.templateVersion(id), [id]) as Promise<TemplateVersion>,
      workspace: (id) => this.#call("getWorkspace", () => reads.workspace(id), [id]) as Promise<Workspace>,
      workspaceNow: async (id) => {
        const found = await reads.workspaceNow(id);
        // Else it is asked for alone, which counts.
        if (found !== undefined) this.reads.push("getWorkspace");
        return found;
      },
    };
  }

  #call(name: string, run: () => unknown, given: unknown[]): unknown {
    if (/^(get|evaluate|iterate)/.test(name)) this.reads.push(name);
    else {
      const sent = given.slice(name === "createWorkspace" ? 0 : 1);
      this.mutations.push([name, ...sent.filter((each) => each !== undefined && !isOptions(each))]);
    }
    const failure = this.failures.get(name)?.shift();
    if (failure === undefined) return run();
    return Promise.resolve(failure.isDone ? run() : undefined).then(() => Promise.reject(failure.error));
  }
}

function isOptions(given: unknown): boolean {
  return typeof given === "object" && given !== null && ("signal" in given || "onSend" in given);
}
