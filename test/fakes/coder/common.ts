// What the nouns of the fake Coder share: ids, refusals, and the form of their routes.
import type { RecordedRequest, Reply } from "../http-server";
import type { FakeCoder } from "../coder";

export type Json = Record<string, unknown>;

/** The answers of one noun by route: fixed ones, and those that depend on the fake's state. */
export type Routes = Record<string, Reply | ((coder: FakeCoder, request: RecordedRequest) => Reply)>;

export const TIME = "2026-01-01T00:00:00Z";
/** Stands in the server's JSON where there is no id. */
export const NO_ID = "00000000-0000-0000-0000-000000000000";

export const gone = refuse(404, "Resource not found or you do not have access to this resource");

/** Ids are unique within a process, because the provider caches by id. */
let lastId = 0;
export function newId(): string {
  lastId += 1;
  return `${lastId.toString(16).padStart(8, "0")}-0000-4000-9000-000000000000`;
}

export function refuse(status: number, message: string, detail?: string): Reply {
  return { status, json: { message, ...(detail !== undefined && { detail }) } };
}

/** The answer to cancelling a job that has ended. @see coderd/workspacebuilds.go patchCancelWorkspaceBuild */
export const alreadyEnded = refuse(400, "Job has already completed!");

export function isEnded({ status }: { status: string }): boolean {
  return status !== "pending" && status !== "running";
}

export function bodyOf(request: RecordedRequest): Json {
  return request.json as Json;
}

/** Answers for the object with the id in the path; 404 when there is none. */
export function withId<Item extends { id: string }>(
  items: readonly Item[],
  request: RecordedRequest,
  answer: (item: Item) => Reply,
): Reply {
  const item = items.find(({ id }) => id === request.parameters["id"]);
  return item === undefined ? gone : answer(item);
}

/** What a test asks the fake for has to be there. */
export function known<Item extends { id: string }>(items: readonly Item[], id: string | undefined): Item {
  const item = items.find((each) => each.id === id);
  if (item === undefined) throw new Error(`The fake has nothing with the id "${id}".`);
  return item;
}

/**
 * The terms of a search, such as `owner:"ada" status:running`, for a list that has these filters. Undefined for terms
 * that the server refuses.
 */
export function searchTerms(request: RecordedRequest, filters: readonly string[]): Map<string, string> | undefined {
  const terms = (request.query.get("q") ?? "").toLowerCase().split(" ").filter(Boolean);
  const found = new Map(terms.map((term) => [term.replace(/:.*$/, ""), term.replace(/^[^:]*:?"?|"$/g, "")]));
  return [...found.keys()].every((filter) => filters.includes(filter)) ? found : undefined;
}

export const badQuery = refuse(400, "Invalid search query.");

export function sameName(left: string, right: string | undefined): boolean {
  return left.toLowerCase() === right?.toLowerCase();
}
