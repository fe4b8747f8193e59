// The certificate authorities to trust when `caFile` adds some. Without it, Node decides.
import { readFileSync } from "node:fs";
import * as tls from "node:tls";
import { isNativeError } from "node:util/types";
import { ConfigurationError } from "../../errors";

/** Newer versions of Node tell what they trust; older ones only the certificates that they ship with. */
interface NewerTls {
  getCACertificates?: (type: "default") => string[];
}

/**
 * All that Node trusts by itself, and the authorities in the file: a list that is given to Node replaces its own.
 * @throws ConfigurationError
 */
export function authoritiesWith(caFile: string): string[] {
  const known = (tls as NewerTls).getCACertificates?.("default") ?? tls.rootCertificates;
  return [...known, ...environmentAuthorities(), readAuthorities(caFile)];
}

/** What the environment makes Node trust. A file that can't be read is left out, as Node does after a warning. */
function environmentAuthorities(): string[] {
  const { NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, NODE_OPTIONS = "" } = process.env;
  const options = [...process.execArgv, ...NODE_OPTIONS.split(" ")];
  const files = [NODE_EXTRA_CA_CERTS, options.includes("--use-openssl-ca") ? SSL_CERT_FILE : undefined];
  return files.flatMap((file) => {
    try {
      const text = file === undefined || file === "" ? "" : readFileSync(file, "utf8");
      return holdsCertificate(text) ? [text] : [];
    } catch {
      return [];
    }
  });
}

function readAuthorities(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (thrown) {
    throw new ConfigurationError(
      `The file of \`coderd:caFile\` can't be read: ${isNativeError(thrown) ? thrown.message : String(thrown)}.`,
      { cause: thrown },
    );
  }
  if (!holdsCertificate(text)) {
    throw new ConfigurationError(
      `"${file}" of \`coderd:caFile\` holds no certificate. It must be PEM text: "-----BEGIN CERTIFICATE-----" and ` +
        "so on.",
    );
  }
  return text;
}

function holdsCertificate(text: string): boolean {
  return text.includes("-----BEGIN CERTIFICATE-----");
}
