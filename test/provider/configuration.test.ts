import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolveConfiguration, type Configuration } from "../../provider/configuration";
import { ConfigurationError } from "../../provider/errors";

const TOKEN = "abcdefghij-0123456789abcdefghijkl";
const OTHER_TOKEN = "zyxwvutsrq-0123456789abcdefghijkl";
const WAYS =
  "Use one of these ways: " +
  "(1) the stack configuration: `pulumi config set coderd:url https://coder.example.com` and `pulumi config set " +
  "--secret coderd:token TOKEN`; " +
  "(2) the environment variables `CODER_URL` and `CODER_SESSION_TOKEN`; " +
  "(3) `coder login https://coder.example.com`. A token is made by `coder tokens create`.";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "configuration-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function resolve(settings: Record<string, string>, environment: Record<string, string> = {}): Configuration {
  return resolveConfiguration({
    setting: (key) => settings[key],
    environment: { CODER_CONFIG_DIR: folder, ...environment },
    rootDirectory: "/program",
  });
}

function messageOf(settings: Record<string, string>, environment: Record<string, string> = {}): string {
  try {
    resolve(settings, environment);
  } catch (thrown) {
    if (thrown instanceof ConfigurationError) return thrown.message;
    throw thrown;
  }
  throw new Error("It was accepted.");
}

/** As the CLI does it. */
function logIn(url: string, token = TOKEN, where = folder): void {
  mkdirSync(where, { recursive: true });
  writeFileSync(join(where, "url"), `${url}\n`);
  writeFileSync(join(where, "session"), `${token}\n`);
}

const URL_AND_TOKEN = { url: "https://coder.example.com", token: TOKEN };

describe("resolveConfiguration", () => {
  it("takes everything from the stack configuration", () => {
    const settings = {
      ...URL_AND_TOKEN,
      organization: "research",
      headers: '{"X-Key": "value"}',
      caFile: "certificates/ca.pem",
      jobTimeoutSeconds: "90",
      impactAtPreview: "false",
      impactLimit: "7",
      validateAtPreview: "true",
      dryRunAtPreview: "true",
      dryRunLimit: "3",
      sourceDiffAtPreview: "false",
    };
    expect(
      resolve(settings, { CODER_URL: "https://other", CODER_SESSION_TOKEN: OTHER_TOKEN, CODER_ORGANIZATION: "other" }),
    ).toEqual({
      url: "https://coder.example.com",
      token: TOKEN,
      tokenSource: "the stack configuration `coderd:token`",
      organization: "research",
      headers: { "X-Key": "value" },
      caFile: "/program/certificates/ca.pem",
      jobTimeoutMilliseconds: 90_000,
      impactAtPreview: false,
      impactLimit: 7,
      validateAtPreview: true,
      dryRunAtPreview: true,
      dryRunLimit: 3,
      sourceDiffAtPreview: false,
    });
  });

  it("takes the rest from the environment, then its own defaults", () => {
    logIn("https://login.example.com", OTHER_TOKEN);
    expect(
      resolve({}, { CODER_URL: "https://env.example.com", CODER_SESSION_TOKEN: TOKEN, CODER_ORGANIZATION: "env" }),
    ).toEqual({
      url: "https://env.example.com",
      token: TOKEN,
      tokenSource: "the environment variable `CODER_SESSION_TOKEN`",
      organization: "env",
      headers: {},
      caFile: undefined,
      jobTimeoutMilliseconds: 3_600_000,
      impactAtPreview: true,
      impactLimit: 100,
      validateAtPreview: false,
      dryRunAtPreview: false,
      dryRunLimit: 5,
      sourceDiffAtPreview: true,
    });
    expect(resolve(URL_AND_TOKEN).organization).toBe("default");
    expect(resolve({ ...URL_AND_TOKEN, caFile: "/etc/ca.pem" }).caFile).toBe("/etc/ca.pem");
  });

  it("takes what is empty for absent, and cuts white space off", () => {
    const settings = { url: " ", token: "", organization: " ", headers: "", caFile: " ", jobTimeoutSeconds: "" };
    const { url, token, organization, jobTimeoutMilliseconds } = resolve(settings, {
      CODER_URL: " https://env.example.com/ \n",
      CODER_SESSION_TOKEN: ` ${TOKEN}\n`,
    });
    expect({ url, token, organization, jobTimeoutMilliseconds }).toEqual({
      url: "https://env.example.com",
      token: TOKEN,
      organization: "default",
      jobTimeoutMilliseconds: 3_600_000,
    });
  });

  it("takes address and token that `coder login` stored", () => {
    logIn("https://login.example.com/");
    const { url, token, tokenSource } = resolve({});
    expect({ url, token, tokenSource }).toEqual({
      url: "https://login.example.com",
      token: TOKEN,
      tokenSource: "the login that `coder login` stored",
    });
  });

  it.each([
    ["XDG_CONFIG_HOME", (): string => folder, "coderv2"],
    ["HOME", (): string => folder, join(".config", "coderv2")],
  ])("looks for the login where the CLI does: by %s", (variable, value, path) => {
    if (process.platform !== "linux") return;
    logIn("https://login.example.com", TOKEN, join(folder, path));
    const found = resolveConfiguration({
      setting: () => undefined,
      environment: { [variable]: value() },
      rootDirectory: "/program",
    });
    expect(found.token).toBe(TOKEN);
  });

  it.each(["https://login.example.com", "https://LOGIN.example.com:443/"])(
    "gives the stored token to the server that it was made by: %s",
    (url) => {
      logIn("https://login.example.com:443");
      expect(resolve({ url }).token).toBe(TOKEN);
    },
  );

  it.each([
    "https://other.example.com",
    "http://login.example.com",
    "https://login.example.com:8443",
    "https://login.example.com/coder",
  ])("never gives a stored token to another server: %s", (url) => {
    logIn("https://login.example.com");
    const message = messageOf({ url });
    expect(message).toBe(
      `No token is configured for the Coder server "${url}" (what \`coder login\` stored is for ` +
        `"https://login.example.com" and is not sent elsewhere). ${WAYS}`,
    );
  });

  it.each(["https://env.example.com", "https://ENV.example.com:443/"])(
    "gives the environment's token to the environment's address, whoever names it: %s",
    (url) => {
      expect(resolve({ url }, { CODER_URL: "https://env.example.com:443", CODER_SESSION_TOKEN: TOKEN }).token).toBe(
        TOKEN,
      );
    },
  );

  it("gives the environment's token to the configured address where the environment names none", () => {
    expect(resolve({ url: "https://coder.example.com" }, { CODER_SESSION_TOKEN: TOKEN, CODER_URL: " " }).token).toBe(
      TOKEN,
    );
  });

  it.each([
    "https://other.example.com",
    "http://env.example.com",
    "https://env.example.com:8443",
    "https://env.example.com/coder",
  ])("never gives the environment's token to another server than the environment's: %s", (url) => {
    const environment = { CODER_URL: "https://env.example.com/", CODER_SESSION_TOKEN: TOKEN };
    expect(messageOf({ url }, environment)).toBe(
      `No token is configured for the Coder server "${url}" (\`CODER_SESSION_TOKEN\` is for ` +
        `"https://env.example.com", ` +
        "which `CODER_URL` names, and is not sent elsewhere: let `CODER_URL` name this server if the token is for " +
        "it). " +
        WAYS,
    );
    expect(resolve({ url, token: OTHER_TOKEN }, environment)).toMatchObject({ url, token: OTHER_TOKEN });
    logIn(url, OTHER_TOKEN);
    expect(resolve({ url }, environment)).toMatchObject({ url, token: OTHER_TOKEN });
  });

  it("names all tokens that are for other servers, but no address that may hold a secret", () => {
    logIn("https://login.example.com", OTHER_TOKEN);
    const environment = { CODER_URL: "https://ada:lovelace@env.example.com", CODER_SESSION_TOKEN: TOKEN };
    const message = messageOf({ url: "https://coder.example.com" }, environment);
    expect(message).toContain(
      "`CODER_SESSION_TOKEN` is for another address, which `CODER_URL` names, and is not sent elsewhere",
    );
    expect(message).toContain('what `coder login` stored is for "https://login.example.com" and is not sent elsewhere');
    expect(message).not.toContain("lovelace");
  });

  it("sends the stack's token where the environment says, if the stack names no address, and tells where both came from", () => {
    const { url, tokenSource } = resolve(
      { token: TOKEN },
      { CODER_URL: "https://env.example.com", CODER_SESSION_TOKEN: OTHER_TOKEN },
    );
    expect({ url, tokenSource }).toEqual({
      url: "https://env.example.com",
      tokenSource: "the stack configuration `coderd:token`, the address from the environment variable `CODER_URL`",
    });
    logIn("https://login.example.com", OTHER_TOKEN);
    expect(resolve({ token: TOKEN }).tokenSource).toBe(
      "the stack configuration `coderd:token`, the address from the login that `coder login` stored",
    );
  });

  it("takes half a login for none", () => {
    writeFileSync(join(folder, "url"), "https://login.example.com");
    expect(messageOf({})).toBe(`No Coder server is configured. ${WAYS}`);
  });

  it("names every way when nothing is configured", () => {
    expect(messageOf({})).toBe(`No Coder server is configured. ${WAYS}`);
    expect(messageOf({ token: TOKEN })).toBe(`No Coder server is configured. ${WAYS}`);
    expect(messageOf({ url: "https://coder.example.com" })).toBe(
      `No token is configured for the Coder server "https://coder.example.com". ${WAYS}`,
    );
  });

  it("keeps a path below which the server is, and drops what else an address may hold", () => {
    expect(resolve({ ...URL_AND_TOKEN, url: "https://example.com/coder/?a=b#c" }).url).toBe(
      "https://example.com/coder",
    );
  });

  it.each([
    ["coder.example.com", ' Did you mean "https://coder.example.com"?'],
    ["coder.example.com:3000/path", ' Did you mean "https://coder.example.com:3000/path"?'],
    ["localhost:3000", ' Did you mean "http://localhost:3000"?'],
    ["127.0.0.1:3000", ' Did you mean "http://127.0.0.1:3000"?'],
    ["ftp://coder.example.com", ""],
    ["https//coder.example.com", ' Did you mean "https://coder.example.com"?'],
    ["not an address", ""],
  ])('refuses the address "%s"', (url, suggestion) => {
    expect(messageOf({ ...URL_AND_TOKEN, url })).toBe(
      `The address of the Coder server, "${url}", is not an http or https URL. Correct \`coderd:url\` or ` +
        `\`CODER_URL\`.${suggestion}`,
    );
  });

  it("refuses an address with credentials without repeating them", () => {
    expect(messageOf({ ...URL_AND_TOKEN, url: "https://admin:hunter2@coder.example.com" })).toBe(
      "The address of the Coder server holds a user name or password. Remove it from `coderd:url`: the token is " +
        "all that is needed.",
    );
    expect(messageOf({ ...URL_AND_TOKEN, url: "admin:hunter2@coder.example.com" })).toBe(
      "The address of the Coder server is not an http or https URL. Correct `coderd:url` or `CODER_URL`.",
    );
  });

  it("refuses the address of the server's API", () => {
    expect(messageOf({ ...URL_AND_TOKEN, url: "https://coder.example.com/api/v2" })).toBe(
      'The address of the Coder server, "https://coder.example.com/api/v2", is that of its API. Correct ' +
        '`coderd:url` (or `CODER_URL`), e.g. "https://coder.example.com".',
    );
  });

  it("does not repeat a token that stands where the address belongs", () => {
    expect(messageOf({ url: TOKEN })).toBe(
      "The address of the Coder server is not an http or https URL. Correct `coderd:url` or `CODER_URL`.",
    );
  });

  it.each(["X-Key: value", '["a"]', '{"a": 1}', "null", "{"])(
    "refuses headers that are no object of texts, without repeating them: %s",
    (headers) => {
      expect(messageOf({ ...URL_AND_TOKEN, headers })).toBe(
        '`coderd:headers` is not a JSON object of strings. Write it as {"Header-Name": "value"}.',
      );
    },
  );

  it.each(["0", "-1", "1.5", "all"])("refuses the limit of %s workspaces", (impactLimit) => {
    expect(messageOf({ ...URL_AND_TOKEN, impactLimit })).toBe(
      `\`coderd:impactLimit\` is "${impactLimit}". It must be a whole number of workspaces, at least 1.`,
    );
  });

  it("takes true and false for a switch, and no other text", () => {
    expect(resolve({ ...URL_AND_TOKEN, impactAtPreview: "true" }).impactAtPreview).toBe(true);
    expect(messageOf({ ...URL_AND_TOKEN, impactAtPreview: "no" })).toBe(
      '`coderd:impactAtPreview` is "no". It must be true or false.',
    );
  });

  it.each(["0", "-1", "1.5", "an hour"])("refuses the time of %s for a job", (jobTimeoutSeconds) => {
    expect(messageOf({ ...URL_AND_TOKEN, jobTimeoutSeconds })).toBe(
      `\`coderd:jobTimeoutSeconds\` is "${jobTimeoutSeconds}". It must be a whole number of seconds, at least 1.`,
    );
  });

  it("says everything that is wrong at once", () => {
    expect(messageOf({ url: "x y", token: TOKEN, headers: "x", jobTimeoutSeconds: "x" }).split("\n")).toHaveLength(3);
  });

  it("never says a token", () => {
    logIn("https://login.example.com", OTHER_TOKEN);
    const messages = [
      messageOf({ url: "x y", token: TOKEN }),
      messageOf({ url: "https://other.example.com" }),
      messageOf({ ...URL_AND_TOKEN, headers: TOKEN }),
      messageOf({ url: `https://${TOKEN}@coder.example.com`, token: TOKEN }),
      messageOf({ url: TOKEN, token: TOKEN }),
    ];
    for (const message of messages) {
      expect(message).not.toContain(TOKEN);
      expect(message).not.toContain(OTHER_TOKEN);
    }
  });
});
