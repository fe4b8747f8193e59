// The proxies that the environment names, as far as undici does not see to them: what is wrong with them, and the
// passwords in their addresses.
import { ConfigurationError } from "../../errors";

type Environment = Readonly<Record<string, string | undefined>>;

/** As undici reads them: one in small letters goes first. */
const VARIABLES = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"];
const SCHEMES = ["http:", "https:", "socks5:", "socks:"];

/** @throws ConfigurationError which does not repeat the address: it may hold a password. */
export function checkProxies(environment: Environment): void {
  for (const [variable, address] of proxiesOf(environment)) {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (url !== undefined && SCHEMES.includes(url.protocol) && isDecodable(url.username) && isDecodable(url.password))
      continue;
    throw new ConfigurationError(
      `The environment variable \`${variable}\` is not the address of a proxy. Write it as ` +
        '"http://proxy.example.com:3128"; with a user, as "http://USER:PASSWORD@proxy.example.com:3128", where ' +
        'special characters are escaped ("%" as "%25").',
    );
  }
}

/** Passwords, and user names with them as proxies are sent them. */
export function proxySecrets(environment: Environment): string[] {
  return proxiesOf(environment).flatMap(([, address]) => {
    const { username, password } = URL.canParse(address) ? new URL(address) : { username: "", password: "" };
    if (password === "" || !isDecodable(username) || !isDecodable(password)) return [];
    const decoded = decodeURIComponent(password);
    return [password, decoded, `${decodeURIComponent(username)}:${decoded}`];
  });
}

function proxiesOf(environment: Environment): [variable: string, address: string][] {
  return VARIABLES.flatMap((variable) => {
    const address = environment[variable];
    return address === undefined || address === "" ? [] : [[variable, address] as [string, string]];
  });
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
