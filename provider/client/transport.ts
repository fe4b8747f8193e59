// One way to the server: sends requests, repeats what may be repeated, and turns answers into values or errors.
import type { z } from "zod";

export interface RequestOptions {
  signal?: AbortSignal | undefined;
  /** Told in words what a request waits for. */
  onWait?: ((message: string) => void) | undefined;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Request {
  method: Method;
  /** Below /api/v2. */
  path: string;
  query?: Query | undefined;
  json?: unknown;
  bytes?: Buffer | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  /** Sending it twice does no harm, whatever the method. */
  isRepeatable?: boolean | undefined;
}

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

export interface TransportOptions {
  url: string;
  token: string;
  headers?: Readonly<Record<string, string>> | undefined;
  caFile?: string | undefined;
}

export class Transport {
  readonly url: string;
  constructor(options: TransportOptions) {
    this.url = options.url;
  }
  get serverVersion(): string | undefined {
    return undefined;
  }
  with(_options: RequestOptions): Transport {
    return this;
  }
  json<Schema extends z.ZodType>(_schema: Schema, _request: Request, _options?: RequestOptions): Promise<z.output<Schema>> {
    throw new Error("not yet");
  }
  jsonUnlessUnchanged<Schema extends z.ZodType>(
    _schema: Schema,
    _request: Request,
    _options?: RequestOptions,
  ): Promise<z.output<Schema> | undefined> {
    throw new Error("not yet");
  }
  send(_request: Request, _options?: RequestOptions): Promise<Answer> {
    throw new Error("not yet");
  }
  stream<Schema extends z.ZodType>(
    _schema: Schema,
    _request: { path: string; query?: Query },
    _options?: RequestOptions,
  ): AsyncIterable<z.output<Schema>> {
    throw new Error("not yet");
  }
  once<Result>(_key: string, run: (options: RequestOptions) => Promise<Result>, options?: RequestOptions): Promise<Result> {
    return run(options ?? {});
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A path whose values are escaped. */
export function path(texts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return texts.map((piece, index) => piece + (index < values.length ? encodeURIComponent(String(values[index])) : "")).join("");
}
