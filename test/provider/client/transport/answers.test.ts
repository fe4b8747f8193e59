import { successOf } from "../../../../provider/client/transport/answers";
import type { Request } from "../../../../provider/client/transport/request";
import { rejection } from "../../../fakes/client";

const SERVER = {
  url: "https://coder.example.com",
  tokenSource: undefined,
  serverVersion: undefined,
  withoutSecrets: (text: string) => text,
};
const REQUEST: Request = { method: "GET", path: "/buildinfo" };

function networkFailure(code: string, message: string): Promise<Error> {
  const cause = Object.assign(new Error(message), { code });
  return rejection(Promise.resolve().then(() => successOf(SERVER, REQUEST, { kind: "unsent", cause })));
}

describe("a certificate", () => {
  it.each([
    ["CERT_HAS_EXPIRED", "certificate has expired", "Have it renewed, and check the clock of this machine."],
    [
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "Host: coder.example.com. is not in the cert's altnames: DNS:other.example.com",
      "Let `coderd:url` name the host that the certificate is made for.",
    ],
    [
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "unable to verify the first certificate",
      "Set `coderd:caFile` to a PEM file with the certificate of the authority that signed it.",
    ],
  ])("refused with %s comes with what helps", async (code, message, advice) => {
    const error = await networkFailure(code, message);
    expect(error.name).toBe("ConfigurationError");
    expect(error.message).toBe(`The certificate of "https://coder.example.com" is not trusted: ${message}. ${advice}`);
  });
});

describe("an error of TLS", () => {
  const tlsError = (kind: "lost" | "unsent", request: Request): Promise<Error> => {
    const cause = Object.assign(new Error("bad record mac"), { code: "ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC" });
    return rejection(Promise.resolve().then(() => successOf(SERVER, request, { kind, cause })));
  };

  it("on a connection that carried the request says nothing of what the server has done, nor of how it is served", async () => {
    for (const method of ["GET", "POST"] as const) {
      const error = await tlsError("lost", { method, path: "/x" });
      expect(error).toMatchObject({ name: "ApiError", status: undefined, isAnswerLost: true });
      expect(error.message).toBe(
        `The server did not answer: ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC. (${method} /api/v2/x: no answer)`,
      );
    }
  });

  it("before the request left is a matter of configuration", async () => {
    const error = await tlsError("unsent", { method: "POST", path: "/x" });
    expect(error.name).toBe("ConfigurationError");
    expect(error.message).toContain("does not speak TLS");
  });
});

describe("a name with several addresses", () => {
  it("that all refuse is unreachable, told once", async () => {
    const parts = ["::1", "127.0.0.1"].map((address) =>
      Object.assign(new Error(`connect ECONNREFUSED ${address}:80`), { syscall: "connect", code: "ECONNREFUSED" }),
    );
    const cause = Object.assign(new Error(""), { errors: parts });
    const error = await rejection(Promise.resolve().then(() => successOf(SERVER, REQUEST, { kind: "unsent", cause })));
    expect(error.message).toContain(
      'The Coder server at "https://coder.example.com" is unreachable: connect ECONNREFUSED ::1:80. ',
    );
  });
});
