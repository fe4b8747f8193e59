// Which server, as whom: url, token and the rest, and where each comes from. Connects to nothing.
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { z } from "zod";
import { isSameAddress, judgeAddress } from "./address";
import { ConfigurationError } from "./errors";

/**
 * The provider's settings, as stack configuration (`pulumi config set coderd:url …`).
 * Each that is absent is looked for in the environment, then in what `coder login` stored.
 */
export const configurationSchema = z.strictObject({
  /**
   * Address of the Coder server, with scheme: `https://coder.example.com`.
   * Else the environment variable `CODER_URL`, else the address that `coder login` stored.
   */
  url: z.string().optional().meta({ environment: "CODER_URL" }),
  /**
   * Session token or API token of the user that the provider acts as. Secret.
   * Else the environment variable `CODER_SESSION_TOKEN` (for the address of `CODER_URL` only, where that is set), else
   * the token that `coder login` stored (for that address only). It is read when a call is made and never stored by the
   * provider.
   */
  token: z.string().optional().meta({ secret: true }),
  /**
   * Name or id of the organization for resources that name none. Else the environment variable `CODER_ORGANIZATION`.
   *
   * @default the server's default organization
   */
  organization: z.string().optional().meta({ environment: "CODER_ORGANIZATION" }),
  /** Headers that every request carries, as a JSON object of strings, for a proxy in front of the server. Secret. */
  headers: z.record(z.string(), z.string()).optional().meta({ secret: true }),
  /**
   * Path to a file of PEM certificates to trust beside those that Node trusts by itself and by `NODE_EXTRA_CA_CERTS`.
   * Absolute or relative to the program's folder.
   */
  caFile: z.string().optional(),
  /**
   * How long one job of the server (template import, workspace build) may take before it is cancelled, and how long a
   * request waits for a server that limits requests or is not available, in seconds. Whole number, at least 1.
   *
   * @default 3600
   */
  jobTimeoutSeconds: z.int().min(1).optional(),
  /**
   * Whether a preview that promotes a version of a template tells what that means for the template's workspaces: how
   * many there are, how many follow by themselves, and which could not be updated with the values that they have.
   *
   * @default true
   */
  impactAtPreview: z.boolean().optional(),
  /**
   * Of how many workspaces of a template the parameter values are read at most, to tell what a version means for them.
   * Whole number, at least 1. What was not read is told as a number.
   *
   * @default 100
   */
  impactLimit: z.int().min(1).optional(),
  /**
   * Whether a preview that makes another version of a template shows the changed lines of its text files. Without it,
   * the files are named only.
   *
   * @default true
   */
  sourceDiffAtPreview: z.boolean().optional(),
  /**
   * Whether a preview imports each template version that is new or changed, as an inactive version: what Terraform
   * finds wrong fails the preview, and the `pulumi up` after it takes that version without another import.
   *
   * @default false
   */
  validateAtPreview: z.boolean().optional(),
  /**
   * Whether a preview lets the server plan the next build of each workspace whose version or parameters change, and
   * tells which resources would come, go and stay.
   *
   * @default false
   */
  dryRunAtPreview: z.boolean().optional(),
  /**
   * For how many workspaces of a preview the server plans the next build at most. Whole number, at least 1.
   *
   * @default 5
   */
  dryRunLimit: z.int().min(1).optional(),
});

export interface Configuration {
  url: string;
  token: string;
  /** Where the token came from, for the message when the server refuses it. */
  tokenSource: string;
  organization: string;
  headers: Record<string, string>;
  caFile: string | undefined;
  jobTimeoutMilliseconds: number;
  impactAtPreview: boolean;
  impactLimit: number;
  validateAtPreview: boolean;
  dryRunAtPreview: boolean;
  dryRunLimit: number;
  sourceDiffAtPreview: boolean;
}

export interface ConfigurationSources {
  /** Value of a key of the provider's configuration, as text; secrets are open. */
  readonly setting: (key: string) => string | undefined;
  environment: Readonly<Record<string, string | undefined>>;
  /** Relative paths start here. */
  rootDirectory: string;
  /** Value of `coder:url`, the setting of another provider, where the host is told such settings. */
  otherUrl?: string | undefined;
}

const DEFAULT_ORGANIZATION = "default";

/** Settings that are whole numbers, at least 1: their defaults, and what each counts. */
const NUMBERS = {
  jobTimeoutSeconds: { default: 3600, unit: "seconds" },
  impactLimit: { default: 100, unit: "workspaces" },
  dryRunLimit: { default: 5, unit: "workspaces" },
} as const;

/** @see coderd/apikey/apikey.go Generate */
const TOKEN_SHAPE = /^[A-Za-z0-9]{10}-[A-Za-z0-9]{22}$/;

/** @throws ConfigurationError that names every way to configure what is missing, or the setting that is malformed. */
export function resolveConfiguration(sources: ConfigurationSources): Configuration {
  const { setting, environment } = sources;
  const problems: string[] = [];
  // Read where it counts: a host resolves the configuration for every operation.
  let read: { login: Login | undefined } | undefined;
  const login = (): Login | undefined => (read ??= { login: readLogin(environment) }).login;
  const given = nonEmpty(setting("url")) ?? nonEmpty(environment["CODER_URL"]) ?? login()?.url;
  const url = given === undefined ? undefined : parseUrl(given, problems);
  const known = findToken(sources, login, url);
  const headers = parseHeaders(setting("headers"), problems);
  const numberOf = (key: keyof typeof NUMBERS): number => parseNumber(key, setting(key), problems);
  const isSet = (key: string): boolean | undefined => parseFlag(key, setting(key), problems);
  const jobTimeoutMilliseconds = numberOf("jobTimeoutSeconds") * 1000;
  const impactAtPreview = isSet("impactAtPreview") ?? true;
  const impactLimit = numberOf("impactLimit");
  const validateAtPreview = isSet("validateAtPreview") ?? false;
  const dryRunAtPreview = isSet("dryRunAtPreview") ?? false;
  const dryRunLimit = numberOf("dryRunLimit");
  const sourceDiffAtPreview = isSet("sourceDiffAtPreview") ?? true;
  const caFile = nonEmpty(setting("caFile"));
  if (problems.length > 0) throw new ConfigurationError(problems.join("\n"));
  if (url === undefined || known.token === undefined)
    throw new ConfigurationError(describeMissing(sources, url, known.forOthers));
  return {
    url,
    token: known.token,
    tokenSource: known.source,
    organization:
      nonEmpty(setting("organization")) ?? nonEmpty(environment["CODER_ORGANIZATION"]) ?? DEFAULT_ORGANIZATION,
    headers,
    caFile: caFile === undefined || isAbsolute(caFile) ? caFile : resolve(sources.rootDirectory, caFile),
    ...{ jobTimeoutMilliseconds, impactAtPreview, impactLimit, sourceDiffAtPreview },
    ...{ validateAtPreview, dryRunAtPreview, dryRunLimit },
  };
}

interface Login {
  url: string;
  token: string;
}

/** A token and where it came from; or no token for this address, and notes on tokens for others. */
interface KnownToken {
  token: string | undefined;
  source: string;
  forOthers: string[];
}

/** A token of the environment or of a login goes only to the address that stands beside it. */
function findToken(
  sources: ConfigurationSources,
  readStored: () => Login | undefined,
  url: string | undefined,
): KnownToken {
  const { setting, environment } = sources;
  const configured = nonEmpty(setting("token"));
  if (configured !== undefined) {
    // Allowed: a stack may leave the server to the environment. The message of a refusal then names both.
    const address = nonEmpty(setting("url")) !== undefined ? "" : `, the address from ${elsewhere(environment)}`;
    return { token: configured, source: `the stack configuration \`coderd:token\`${address}`, forOthers: [] };
  }
  const forOthers: string[] = [];
  const fromEnvironment = nonEmpty(environment["CODER_SESSION_TOKEN"]);
  const environmentUrl = nonEmpty(environment["CODER_URL"]);
  if (fromEnvironment !== undefined) {
    if (environmentUrl === undefined || (url !== undefined && isSameAddress(environmentUrl, url))) {
      return { token: fromEnvironment, source: "the environment variable `CODER_SESSION_TOKEN`", forOthers };
    }
    forOthers.push(
      `\`CODER_SESSION_TOKEN\` is for ${shownUrl(environmentUrl)}, which \`CODER_URL\` names, and is not sent ` +
        "elsewhere: " +
        "let `CODER_URL` name this server if the token is for it",
    );
  }
  const login = readStored();
  if (login !== undefined) {
    if (url !== undefined && isSameAddress(login.url, url))
      return { token: login.token, source: "the login that `coder login` stored", forOthers };
    forOthers.push(`what \`coder login\` stored is for ${shownUrl(login.url)} and is not sent elsewhere`);
  }
  return { token: undefined, source: "", forOthers };
}

function elsewhere(environment: ConfigurationSources["environment"]): string {
  return nonEmpty(environment["CODER_URL"]) === undefined
    ? "the login that `coder login` stored"
    : "the environment variable `CODER_URL`";
}

function describeMissing(sources: ConfigurationSources, url: string | undefined, forOthers: readonly string[]): string {
  const what =
    url === undefined ? "No Coder server is configured" : `No token is configured for the Coder server "${url}"`;
  const others = url === undefined || forOthers.length === 0 ? "" : ` (${forOthers.join("; ")})`;
  return (
    `${what}${others}. Use one of these ways: ` +
    "(1) the stack configuration: `pulumi config set coderd:url https://coder.example.com` and `pulumi config set " +
    "--secret coderd:token TOKEN`; " +
    "(2) the environment variables `CODER_URL` and `CODER_SESSION_TOKEN`; " +
    `(3) \`coder login https://coder.example.com\`. A token is made by \`coder tokens create\`.${otherNotice(sources)}`
  );
}

function otherNotice({ setting, otherUrl }: ConfigurationSources): string {
  if (nonEmpty(otherUrl) === undefined || nonEmpty(setting("url")) !== undefined) return "";
  return " `coder:url` is set, which is of another provider's configuration: this one reads `coderd:url`.";
}

/** For a message, which does not repeat a text that is no address: it may hold credentials, or be a token. */
function shownUrl(text: string): string {
  const { url } = judgeAddress(text);
  return url === undefined ? "another address" : `"${url}"`;
}

/** What is wrong with an address, without asking the server. */
export function urlProblems(text: string): string[] {
  const problems: string[] = [];
  if (nonEmpty(text) !== undefined) parseUrl(text, problems);
  return problems;
}

function parseUrl(text: string, problems: string[]): string | undefined {
  const { url, fault } = judgeAddress(text);
  if (fault === undefined) return url;
  if (fault === "withCredentials") {
    problems.push(
      "The address of the Coder server holds a user name or password. Remove it from `coderd:url`: the token is " +
        "all that is needed.",
    );
  } else if (fault === "ofApi") {
    problems.push(
      `The address of the Coder server, "${text}", is that of its API. Correct \`coderd:url\` (or ` +
        `\`CODER_URL\`), e.g. "https://coder.example.com".`,
    );
  } else {
    // Credentials, or a token in the wrong place, are not repeated.
    const shown = text.includes("@") || TOKEN_SHAPE.test(text) ? "" : `, "${text}",`;
    const guess = shown === "" ? "" : guessUrl(text);
    problems.push(
      `The address of the Coder server${shown} is not an http or https URL. Correct \`coderd:url\` or ` +
        `\`CODER_URL\`.${guess}`,
    );
  }
  return undefined;
}

/** "did you mean", for an address without a scheme, or with half of one. */
function guessUrl(text: string): string {
  const host = text.replace(/^https?[:/]+/i, "");
  if (!/^[\w.-]+(:\d+)?(\/|$)/.test(host)) return "";
  const isLocal = /^(localhost|127\.\d+\.\d+\.\d+)(:|\/|$)/.test(host);
  return ` Did you mean "${isLocal ? "http" : "https"}://${host}"?`;
}

function parseHeaders(text: string | undefined, problems: string[]): Record<string, string> {
  if (nonEmpty(text) === undefined) return {};
  try {
    const parsed = configurationSchema.shape.headers.safeParse(JSON.parse(text ?? ""));
    if (parsed.success) return parsed.data ?? {};
  } catch {
    // Falls through to the same message: the text is a secret and is not repeated.
  }
  problems.push('`coderd:headers` is not a JSON object of strings. Write it as {"Header-Name": "value"}.');
  return {};
}

function parseNumber(key: keyof typeof NUMBERS, text: string | undefined, problems: string[]): number {
  const { default: usual, unit } = NUMBERS[key];
  if (nonEmpty(text) === undefined) return usual;
  const parsed = configurationSchema.shape[key].safeParse(Number(text));
  if (parsed.success) return parsed.data ?? usual;
  problems.push(`\`coderd:${key}\` is "${text}". It must be a whole number of ${unit}, at least 1.`);
  return usual;
}

function parseFlag(key: string, text: string | undefined, problems: string[]): boolean | undefined {
  const given = nonEmpty(text);
  if (given !== undefined && given !== "true" && given !== "false")
    problems.push(`\`coderd:${key}\` is "${given}". It must be true or false.`);
  return given === undefined ? undefined : given === "true";
}

/** What `coder login` stored. @see cli/config/file.go DefaultDir, Root.URL, Root.Session */
function readLogin(environment: ConfigurationSources["environment"]): Login | undefined {
  const folder = nonEmpty(environment["CODER_CONFIG_DIR"]) ?? join(userConfigurationFolder(environment), "coderv2");
  const url = readTrimmed(join(folder, "url"));
  const token = readTrimmed(join(folder, "session"));
  return url === undefined || token === undefined ? undefined : { url, token };
}

function userConfigurationFolder(environment: ConfigurationSources["environment"]): string {
  const home = nonEmpty(environment["HOME"]) ?? homedir();
  if (process.platform === "darwin") return join(home, "Library", "Application Support");
  if (process.platform === "win32") return nonEmpty(environment["APPDATA"]) ?? join(home, "AppData", "Roaming");
  return nonEmpty(environment["XDG_CONFIG_HOME"]) ?? join(home, ".config");
}

function readTrimmed(path: string): string | undefined {
  try {
    return nonEmpty(readFileSync(path, "utf8").trim());
  } catch {
    return undefined;
  }
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === "" ? undefined : text.trim();
}
