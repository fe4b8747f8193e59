// Addresses of servers: what is one, the form in which it is used, and which two are the same. Sends nothing.

/** Why a text is not the address of a server. */
export type AddressFault = "notUrl" | "notHttp" | "withCredentials" | "ofApi";

type Judgement = { url: string; fault?: never } | { url?: never; fault: AddressFault };

/** The last addresses that were judged: a host judges the same one or two for every operation. */
const judged = new Map<string, Judgement>();
const MAXIMUM_JUDGED = 8;

/** The address as it is used, or what is wrong with it. */
export function judgeAddress(text: string): Judgement {
  const known = judged.get(text);
  if (known !== undefined) return known;
  if (judged.size >= MAXIMUM_JUDGED) judged.clear();
  const judgement = judge(text);
  judged.set(text, judgement);
  return judgement;
}

function judge(text: string): Judgement {
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (parsed === undefined) return { fault: "notUrl" };
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") return { fault: "notHttp" };
  if (parsed.username !== "" || parsed.password !== "") return { fault: "withCredentials" };
  if (parsed.pathname.includes("/api/")) return { fault: "ofApi" };
  return { url: usedForm(parsed) };
}

/** Texts that are not addresses are the same if they are equal. */
export function isSameAddress(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => judgeAddress(text).url ?? text.trim());
  return left === right;
}

/** Whether a page, such as that of a template, is on another server than the one at this address. */
export function isElsewhere(page: string, server: string): boolean {
  if (!URL.canParse(page)) return false;
  const address = usedForm(new URL(page));
  return address !== server && !address.startsWith(`${server}/`);
}

/** Scheme and host in lower case, without default port, query and slash at the end. */
function usedForm(url: URL): string {
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}
