// Lists and maps in each other, many thousand levels: no host may end, hang or call it a defect of its own.
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { FakeCoder } from "../../fakes/coder";
import { startHost } from "../../fakes/hosts";
import { Wire } from "../../fakes/wire";

type Kind = "lists" | "maps";

/** Google's library reads a message in a time that grows with the square of the levels, up to the end of its stack. */
const LONGEST_MILLISECONDS = 10_000;
const TOO_DEEP = "Must not be nested deeper than 100 levels of lists and maps; nothing here takes so many.";
const URN = "urn:pulumi:test::project::coderd:index:Workspace::example";

let server: FakeCoder;

beforeEach(async () => {
  server = await FakeCoder.start();
});

afterEach(() => server.close());

function nested(levels: number, kind: Kind): unknown {
  let value: unknown = "x";
  for (let level = 0; level < levels; level += 1) value = kind === "lists" ? [value] : { a: value };
  return value;
}

/** A field of a protocol buffer: its number, its length and its bytes. */
function field(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([number * 8 + 2]), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 127) | 128);
  }
}

/** As `nested`. The library that tests call the hosts by can't write it: this begins with the innermost value. */
function nestedBytes(levels: number, kind: Kind): Buffer {
  const parts: Buffer[] = [];
  let size = 0;
  const wrap = (...before: Buffer[]): void => {
    parts.push(...before);
    size += before.reduce((sum, { length }) => sum + length, 0);
  };
  const open = (number: number): void => wrap(varint(size), Buffer.from([number * 8 + 2]));
  wrap(stringBytes("x"));
  for (let level = 0; level < levels; level += 1) {
    // A Value's list_value has ListValue's values; its struct_value has Struct's fields, of keys and values.
    for (const number of kind === "lists" ? [1, 6] : [2]) open(number);
    if (kind === "lists") continue;
    wrap(field(1, Buffer.from("a")));
    for (const number of [1, 5]) open(number);
  }
  return Buffer.concat(parts.reverse());
}

function stringBytes(text: string): Buffer {
  return field(3, Buffer.from(text));
}

function structBytes(fields: Record<string, Buffer>): Buffer {
  const entries = Object.entries(fields);
  return Buffer.concat(
    entries.map(([key, value]) => field(1, Buffer.concat([field(1, Buffer.from(key)), field(2, value)]))),
  );
}

describe("the plugin host", () => {
  let wire: Wire;

  beforeEach(async () => {
    wire = await Wire.start();
    await wire.configure({ url: server.http.url, token: "token" });
  });

  afterEach(() => wire.close());

  function checkNested(levels: number, kind: Kind): Promise<messages.CheckResponse> {
    const news = structBytes({
      name: stringBytes("dev"),
      templateId: stringBytes("00000000-0000-4000-8000-000000000001"),
      parameters: field(5, structBytes({ region: nestedBytes(levels, kind) })),
    });
    const request = Buffer.concat([field(1, Buffer.from(URN)), field(3, news)]);
    return wire.callWithBytes("check", request) as Promise<messages.CheckResponse>;
  }

  it.each(["lists", "maps"] as const)("refuses 500 levels of %s by the name of their property", async (kind) => {
    const started = performance.now();
    const answer = await checkNested(500, kind);
    expect(answer.getFailuresList().map((failure) => failure.toObject())).toEqual([
      { property: "", reason: `\`parameters\`: ${TOO_DEEP}` },
    ]);
    expect(performance.now() - started).toBeLessThan(LONGEST_MILLISECONDS);
  });

  it.each(["lists", "maps"] as const)(
    "refuses 6,000 levels of %s, which nobody can read, and goes on",
    async (kind) => {
      const started = performance.now();
      await expect(checkNested(6_000, kind)).rejects.toMatchObject({
        message:
          "An input is nested too deeply to be read: thousands of lists or maps lie in each other. Nothing takes so many: " +
          "correct it in the program.",
      });
      expect(performance.now() - started).toBeLessThan(LONGEST_MILLISECONDS);
      const { failures } = await wire.check("Workspace", { name: "dev", templateId: "no id" });
      expect(failures.map(({ reason }) => reason)).toEqual(["`templateId`: Must be the id of a template (a UUID)."]);
    },
  );

  it("refuses them in a function's arguments and in the provider's settings", async () => {
    const request = new messages.InvokeRequest();
    request.setTok("coderd:index:getTemplate");
    request.setArgs(Struct.fromJavaScript({ name: nested(150, "lists") as [] }));
    const answer = await wire.call<messages.InvokeResponse>("invoke", request);
    expect(answer.getFailuresList().map((failure) => failure.toObject())).toEqual([
      { property: "name", reason: TOO_DEEP },
    ]);
    const { failures } = await wire.checkConfig({ headers: nested(150, "maps") });
    expect(failures).toEqual([{ property: "", reason: `\`headers\`: ${TOO_DEEP}` }]);
  });

  it("takes what the protocol's own bytes say of a few levels", async () => {
    const answer = await checkNested(2, "lists");
    expect(answer.getFailuresList().map((failure) => failure.getReason())).toEqual([
      "At `parameters.region`: Must be a string, a number, true or false, or a list of strings.",
    ]);
  });
});

describe("the dynamic host", () => {
  it.each(["lists", "maps"] as const)("refuses 6,000 levels of %s by the name of their property", async (kind) => {
    const host = await startHost("dynamic", "Workspace");
    await host.configure(server.http.url);
    for (const property of ["parameters", "name", "unheard"]) {
      const { inputs, failures } = await host.check({ name: "dev", [property]: nested(6_000, kind) }, {});
      expect(failures).toEqual([{ property: "", reason: `\`${property}\`: ${TOO_DEEP}` }]);
      // Pulumi's own code has to be able to write the answer.
      expect(Object.keys(inputs)).toEqual(["__urn"]);
    }
    await host.close();
  });
});
