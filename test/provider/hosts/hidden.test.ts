// What operations must not tell: taken out before anything is cut, as half a secret is no longer found.
import { ApiError, CoderError, InputError, PartialError } from "../../../provider/errors";
import { Hidden } from "../../../provider/hosts/hidden";
import { secretOnWire } from "../../../provider/hosts/wire";
import { rejection } from "../../fakes/client";

const LONG = "k9".repeat(400);
const HEAD = LONG.slice(0, 20);

const hidden = new Hidden({ parameters: { key: secretOnWire(LONG) } });

const request = { method: "GET", path: "/api/v2/templates/a", status: 400 };

it.each<[what: string, thrown: Error]>([
  ["an error", new CoderError(`It is ${LONG} here.`)],
  ["a word around it", new CoderError(`name=${LONG}; that's it.`)],
  ["what the server says", new ApiError({ ...request, serverMessage: `No ${LONG}.` })],
  ["a failed check", new InputError([{ property: "name", reason: `There is no "${LONG}".` }])],
  ["what is left of an operation", new PartialError("id", {}, new CoderError(`No ${LONG}.`))],
  ["a defect", new TypeError(`${LONG} is no function`)],
])("hides a secret of 800 letters whole (%s)", async (_what, thrown) => {
  const error = await rejection(hidden.failing(() => Promise.reject(thrown)));
  expect(error.message).toContain("[secret]");
  expect(error.message).not.toContain(HEAD);
  if (error instanceof InputError) expect(JSON.stringify(error.failures)).not.toContain(HEAD);
});

it("still cuts what is no secret", async () => {
  const error = await rejection(hidden.failing(() => Promise.reject(new CoderError(`${"x".repeat(800)} and ${LONG}`))));
  expect(error.message).toBe(`${"x".repeat(100)}… (800 characters) and [secret]`);
});

it("hides the values of parameters and variables, not what a version declares", () => {
  const { serverText } = new Hidden({
    parameters: { machine: "large-machine" },
    variables: { zone: "zone-of-mine" },
    sourceVersion: {
      parameters: [{ name: "cpu_count", type: "number", options: [{ name: "Asia", value: "asia-1" }] }],
      presets: [{ name: "Small", parameters: [{ name: "cpu_count", value: "4000" }] }],
    },
  });
  expect(serverText("cpu_count, number, Asia, asia-1, Small, 4000")).toBe(
    "cpu_count, number, Asia, asia-1, Small, 4000",
  );
  expect(serverText("machine large-machine, zone zone-of-mine")).toBe("machine [secret], zone [secret]");
});
