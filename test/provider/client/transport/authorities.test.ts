// Certificates that only one of several sources vouches for, on servers that really speak TLS.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { authoritiesWith } from "../../../../provider/client/transport/authorities";
import { ConfigurationError } from "../../../../provider/errors";
import { clientOf, rejection, TEMPLATE } from "../../../fakes/client";
import { FakeServer } from "../../../fakes/http-server";
import { untrusted } from "../../../fakes/untrusted-certificate";

const CERTIFICATES = join(__dirname, "../../../live/certificates");
const AUTHORITY = join(CERTIFICATES, "authority.pem");
const signed = {
  certificate: readFileSync(join(CERTIFICATES, "server.pem"), "utf8"),
  key: readFileSync(join(CERTIFICATES, "server-key.pem"), "utf8"),
};

const environment = { ...process.env };

let folder: string;
/** The self-signed certificate of a server. */
let selfSigned: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "authorities-"));
  selfSigned = join(folder, "self-signed.pem");
  writeFileSync(selfSigned, untrusted.certificate);
});

afterEach(() => {
  process.env = { ...environment };
  rmSync(folder, { recursive: true });
});

/** Asks a server with this certificate; whether it is trusted is settled by its answer. */
async function ask(certificate: typeof untrusted, caFile: string): Promise<string> {
  const server = await FakeServer.start({ certificate });
  server.on("GET /templates/:id", { json: TEMPLATE });
  const client = clientOf(server, { caFile });
  try {
    return (await client.getTemplate("template-1")).name;
  } finally {
    await client.close();
    await server.close();
  }
}

it("trusts the file and NODE_EXTRA_CA_CERTS side by side", async () => {
  process.env["NODE_EXTRA_CA_CERTS"] = selfSigned;
  expect(await ask(untrusted, AUTHORITY)).toBe("docker");
  expect(await ask(signed, AUTHORITY)).toBe("docker");
});

it("trusts nobody that is named nowhere", async () => {
  delete process.env["NODE_EXTRA_CA_CERTS"];
  const error = await rejection(ask(untrusted, AUTHORITY));
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error.message).toContain("is not trusted");
});

it("trusts SSL_CERT_FILE where Node was told to", async () => {
  process.env["SSL_CERT_FILE"] = selfSigned;
  expect(authoritiesWith(AUTHORITY)).not.toContain(untrusted.certificate);
  process.env["NODE_OPTIONS"] = "--max-old-space-size=4096 --use-openssl-ca";
  expect(await ask(untrusted, AUTHORITY)).toBe("docker");
});

it("keeps the authorities that Node brings", () => {
  expect(authoritiesWith(AUTHORITY)).toEqual(expect.arrayContaining([...rootCertificates]));
});

it("goes on without a file of the environment that can't be read or holds no certificate, as Node does", async () => {
  for (const file of [join(folder, "nowhere.pem"), __filename]) {
    process.env["NODE_EXTRA_CA_CERTS"] = file;
    expect(await ask(signed, AUTHORITY)).toBe("docker");
  }
});
