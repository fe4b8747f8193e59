// The provider's own configuration in the plugin host: what is wrong with it, what of it is secret, and what a change
// of it means.
import { isSameAddress } from "../../address";
import { configurationSchema, urlProblems } from "../../configuration";
import type { InputFailure } from "../../errors";
import { checkInputs, depthFailures, withoutValues } from "../../validation";
import { isEqual, UNKNOWN, type Properties } from "../../values";
import { fromProperties } from "../state";
import { secretPathsOnWire, toWire, type PropertyPath } from "../wire";
import type { DetailedChange } from "./difference";

/** Keys that the engine adds to a provider's inputs. */
const ENGINE_KEYS = ["version", "pluginDownloadURL", "__internal"];
/** Settings that are texts. */
const TEXTS = ["url", "token", "organization", "caFile"];
const SECRET_SETTINGS = Object.entries(configurationSchema.shape).flatMap(([key, setting]) =>
  setting.meta()?.["secret"] === true ? [key] : [],
);

/** The provider's own inputs, and everything that is wrong with them. */
export function checkSettings(news: Properties): { inputs: Properties; failures: InputFailure[] } {
  const tooDeep = depthFailures(news);
  if (tooDeep.length > 0) return { inputs: {}, failures: withoutValues(tooDeep) };
  const given = fromProperties(news);
  const settings = Object.fromEntries(Object.entries(given).filter(([key]) => !ENGINE_KEYS.includes(key)));
  const { failures } = checkInputs(configurationSchema, withParsedTexts(settings));
  const { url } = settings;
  if (typeof url === "string") failures.push(...urlProblems(url).map((reason) => ({ property: "url", reason })));
  // These are secrets in the state, whether or not the program says so.
  const secrets: PropertyPath[] = [...secretPathsOnWire(news), ...SECRET_SETTINGS.map((key) => [key])];
  return { inputs: toWire(given, secrets), failures: withoutValues(failures) };
}

/** What has changed. Only another address may mean other objects: a token, a header or a certificate does not. */
export function changedSettings(olds: Properties, news: Properties): Map<string, DetailedChange> {
  const before = fromProperties(olds);
  const after = fromProperties(news);
  const changes = new Map<string, DetailedChange>();
  for (const key of Object.keys(configurationSchema.shape)) {
    if (isSameSetting(key, before[key], after[key])) continue;
    const kind = before[key] === undefined ? "add" : after[key] === undefined ? "delete" : "update";
    // An address that is not known yet may turn out to be the same.
    const isReplacement = key === "url" && kind === "update" && after[key] !== UNKNOWN;
    changes.set(key, { kind, isReplacement, isInput: true });
  }
  return changes;
}

export function settingText(value: unknown): string | undefined {
  if (value === undefined || value === null || typeof value === "string") return value ?? undefined;
  return JSON.stringify(value);
}

/** Nested settings arrive as JSON text from stack configuration, and as they are from an explicit provider. */
function withParsedTexts(settings: Properties): Properties {
  const parsed = { ...settings };
  for (const key of Object.keys(configurationSchema.shape).filter((each) => !TEXTS.includes(each))) {
    const text = parsed[key];
    if (typeof text !== "string") continue;
    try {
      parsed[key] = JSON.parse(text);
    } catch {
      // It stays a text, whose type the check refuses.
    }
  }
  return parsed;
}

function isSameSetting(key: string, before: unknown, after: unknown): boolean {
  const isAddress = key === "url" && typeof before === "string" && typeof after === "string";
  return isAddress ? isSameAddress(before, after) : isEqual(before, after);
}
