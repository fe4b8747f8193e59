// What hides secrets in texts: every form that the scan for leaks knows is hidden, and no more than that.
import { redactorOf } from "../../provider/redaction";
import { formsOf, scanTexts } from "../fakes/leak-scan";

const SECRETS = {
  plain: "hunter2-9f2c77e1b0",
  odd: `pä"ss <w>/&+ \${one}%{two}'three`,
  lines: "-----BEGIN KEY-----\nc2VjcmV0IG9mIGxpbmVz\n-----END KEY-----\n",
  token: "abcdefghij-0123456789abcdefghijkl",
};

it.each(Object.entries(SECRETS))("hides every form of a secret (%s), in the middle of anything", (name, secret) => {
  const hide = redactorOf([secret]);
  const forms = [...formsOf(secret).keys()];
  expect(forms.length).toBeGreaterThan(5);
  for (const form of forms) {
    const shown = hide(`one ${form} two "${form}" x${form}y`);
    expect(scanTexts([shown], { [name]: secret })).toEqual([]);
    expect(shown).toMatch(/^one \[secret\] two "\[secret\]" x\[secret\]y$/);
  }
});

it("hides a secret as programs of other kinds write it", () => {
  const hide = redactorOf([SECRETS.odd]);
  const hcl = JSON.stringify(SECRETS.odd)
    .replaceAll("${", () => "$${")
    .replaceAll("%{", "%%{");
  const page = SECRETS.odd
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&#34;")
    .replaceAll("'", "&#39;");
  const shell = SECRETS.odd.replaceAll("'", () => `'\\''`);
  expect(hide(`${hcl} <p>${page}</p> '${shell}'`)).toBe(`"[secret]" <p>[secret]</p> '[secret]'`);
});

it("leaves all other text alone", () => {
  const text = "The template `docker` was not imported: hunter3, Aw==, 68756e, %20.";
  expect(redactorOf(Object.values(SECRETS))(text)).toBe(text);
  expect(redactorOf([])(text)).toBe(text);
});

it("hides short secrets where they stand alone, and those that anybody can guess nowhere", () => {
  const hide = redactorOf(["dev", "on", " ", ""]);
  expect(hide('the device "dev" is on, dev=dev; develop')).toBe(
    'the device "[secret]" is on, [secret]=[secret]; develop',
  );
  const hideWords = redactorOf(["large"], { wholeBelow: 8 });
  expect(hideWords("larger than large, enlarge, x-large-y")).toBe("larger than [secret], enlarge, x-[secret]-y");
});

it("hides half a character, which no address can carry", () => {
  expect(redactorOf(["abc\ud800def"])("x abc\ud800def y")).toBe("x [secret] y");
});

it("leaves a text alone that has passed before, whatever the secret", () => {
  const hide = redactorOf(["secret", "retry"]);
  expect(hide(hide("The secret is secretly: retry."))).toBe("The [secret] is [secret]ly: [secret].");
});
