// The judge of the corpus: what it lets pass, and that it finds each way in which a preview can be wrong.
import { judge, type Previewed, type Said } from "./judge";

const REFUSED = { resource: "workspace", property: "parameters", says: 'Parameter "cpus" must be at least 1' };

function error(message: string, name = "workspace"): Said {
  return { name, severity: "error", message, isEphemeral: false };
}

const GOOD = error('`parameters`: Parameter "cpus" must be at least 1 and at most 8.');
const EXPECTED = { fails: [REFUSED], warns: [], hides: [] };

function preview(diagnostics: readonly Said[], exitCode = 1): Previewed {
  return { exitCode, diagnostics, text: diagnostics.map(({ message }) => message).join("\n") };
}

it("lets pass what is refused as it has to be, and what is correct and goes through", () => {
  expect(judge(EXPECTED, preview([GOOD, error("preview failed", "")]))).toEqual([]);
  expect(judge({ fails: [], warns: [], hides: [] }, preview([], 0))).toEqual([]);
  const warned = { ...GOOD, severity: "warning" };
  expect(judge({ ...EXPECTED, fails: [], warns: [REFUSED] }, preview([warned], 0))).toEqual([]);
  expect(judge({ ...EXPECTED, fails: [], warns: [] }, preview([{ ...warned, isEphemeral: true }], 0))).toEqual([]);
});

it.each([
  ["nothing is refused", preview([], 0), ["It is not refused.", expect.stringContaining("No error at")]],
  ["it fails without a line", preview([]), [expect.stringContaining("No error at"), ""]],
  ["the line is at another resource", preview([{ ...GOOD, name: "other" }]), expect.anything()],
  ["the line names another property", preview([error('Parameter "cpus" must be at least 1')]), expect.anything()],
  ["the line says something else", preview([error("`parameters`: No.")]), expect.anything()],
  ["the line comes twice", preview([GOOD, GOOD]), [expect.stringContaining("was not to be")]],
  ["another line comes with it", preview([GOOD, error("`name`: No.")]), [expect.stringContaining("was not to be")]],
  [
    "a warning comes with it",
    preview([GOOD, { ...GOOD, severity: "warning" }]),
    [expect.stringContaining("A warning at")],
  ],
  ["it is refused and goes on", preview([GOOD], 0), ["It is not refused."]],
  [
    "it shows internals",
    preview([error(`${GOOD.message}\n    at check (index.js:1)`)]),
    [expect.stringContaining("internals")],
  ],
  ["it shows undefined", preview([error(`${GOOD.message} It is undefined.`)]), [expect.stringContaining("internals")]],
])("finds that %s", (_what, previewed, wrong) => {
  const found = judge(EXPECTED, previewed);
  expect(found.length).toBeGreaterThan(0);
  expect(found).toEqual(wrong);
});

it("finds a secret that is shown, and a refusal of what is correct", () => {
  expect(judge({ ...EXPECTED, hides: ["least 1"] }, preview([GOOD]))).toEqual(['It shows "least 1".']);
  expect(judge({ fails: [], warns: [], hides: [] }, preview([GOOD]))).toEqual([
    "It is refused.",
    expect.stringContaining("was not to be"),
  ]);
});
