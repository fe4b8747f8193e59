// Whatever a server, or something in front of it, answers: the client gives an answer or one of its own errors, and of
// what it understands it loses nothing.
import fc from "fast-check";
import { CoderError } from "../../../provider/errors";
import { clientOf } from "../../fakes/client";
import { FakeServer } from "../../fakes/http-server";
import { anyText, FEW_RUNS } from "../../fakes/properties";
import { recorded } from "./answers";

let server: FakeServer;

beforeEach(async () => {
  server = await FakeServer.start();
});

afterEach(() => server.close());

/** Each with what it asks, and the path that the fake server answers at. */
const CALLS = {
  "GET /templates/{template}": ["GET /templates/:id", (client) => client.getTemplate("t")],
  "GET /workspaces/{workspace}": ["GET /workspaces/:id", (client) => client.getWorkspace("w")],
  "GET /templateversions/{templateversion}": ["GET /templateversions/:id", (client) => client.getTemplateVersion("v")],
  "GET /templateversions/{templateversion}/rich-parameters": [
    "GET /templateversions/:id/rich-parameters",
    (client) => client.getTemplateVersionParameters("v"),
  ],
  "GET /workspaces": ["GET /workspaces", (client) => client.getWorkspaces()],
} satisfies Record<string, [string, (client: ReturnType<typeof clientOf>) => Promise<unknown>]>;

type Operation = keyof typeof CALLS;

const OPERATIONS = Object.keys(CALLS) as Operation[];
const operation = fc.constantFrom(...OPERATIONS);

const status = fc.oneof(fc.constant(200), fc.constantFrom(201, 204, 400, 401, 403, 404, 409, 410, 418, 500, 501));

/** The answer on record, with some value in it replaced or taken away. */
const damaged = fc
  .tuple(operation, fc.nat(), fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant(undefined)))
  .map(([of, place, value]) => {
    const answer = structuredClone(recorded[of]);
    const holders: [Record<string, unknown>, string][] = [];
    const visit = (holder: unknown): void => {
      if (typeof holder !== "object" || holder === null) return;
      for (const [key, entry] of Object.entries(holder)) {
        holders.push([holder as Record<string, unknown>, key]);
        visit(entry);
      }
    };
    visit(answer);
    const [holder, key] = holders[place % holders.length] ?? [{}, ""];
    holder[key] = value;
    return { of, text: JSON.stringify(answer) };
  });

async function outcomeOf(of: Operation, answer: { status: number; text: string; type?: string }): Promise<unknown> {
  const [route, call] = CALLS[of];
  server.on(route, {
    status: answer.status,
    text: answer.text,
    headers: { "content-type": answer.type ?? "application/json" },
  });
  const client = clientOf(server);
  try {
    return await call(client);
  } catch (thrown) {
    if (!(thrown instanceof CoderError)) throw thrown;
    expect(thrown.message).toMatch(/\S/);
    return undefined;
  } finally {
    await client.close();
  }
}

it("any text with any status is an answer or an error of this package", async () => {
  const text = fc.oneof(
    anyText,
    fc.json(),
    fc.constantFrom("", "{}", "[]", "null", "<html></html>", "[".repeat(6_000)),
  );
  const type = fc.constantFrom("application/json", "text/html", "text/plain", "", "application/json; charset=utf-8");
  await fc.assert(
    fc.asyncProperty(operation, text, status, type, async (of, body, code, contentType) => {
      await outcomeOf(of, { status: code, text: body, type: contentType });
    }),
    FEW_RUNS,
  );
});

it("an answer with a value that is another one or absent is an answer or an error of this package", async () => {
  await fc.assert(
    fc.asyncProperty(damaged, async ({ of, text }) => {
      await outcomeOf(of, { status: 200, text });
    }),
    FEW_RUNS,
  );
});

it("fields that are not known, even 6,000 lists in each other, change nothing of those that are", async () => {
  const nested = `${"[".repeat(6_000)}${"]".repeat(6_000)}`;
  const field = fc.tuple(fc.stringMatching(/^new_[a-z]{1,8}$/), fc.oneof(fc.json(), fc.constant(nested)));
  await fc.assert(
    fc.asyncProperty(operation, fc.array(field, { minLength: 1 }), async (of, fields) => {
      const known = JSON.stringify(recorded[of]);
      const more = fields.map(([key, value]) => `${JSON.stringify(key)}:${value},`).join("");
      const whole = await outcomeOf(of, { status: 200, text: known });
      const found = await outcomeOf(of, { status: 200, text: known.replaceAll('{"id":', () => `{${more}"id":`) });
      expect(found).toMatchObject(whole as object);
    }),
    FEW_RUNS,
  );
});
