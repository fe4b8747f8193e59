import fc from "fast-check";
import { path, queryText } from "../../../../provider/client/transport/request";
import { CoderError } from "../../../../provider/errors";
import { anyText, RUNS } from "../../../fakes/properties";

/** Also what UTF-8 can't hold, and what a path gives a meaning of its own. */
const given = fc.oneof(
  anyText,
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  fc.constantFrom("", ".", "..", "../..", "/", "?", "#", "%2e%2e", "..%2f", "\\", "a/b", ";", "\0"),
);
const PREFIX = "http://coder.example.com/api/v2";

describe("a path", () => {
  it("leads to the object of that name and to no other place, or is refused as such", () => {
    fc.assert(
      fc.property(given, given, (user, workspace) => {
        let made: string;
        try {
          made = path`/users/${user}/workspace/${workspace}`;
        } catch (thrown) {
          if (!(thrown instanceof CoderError)) throw thrown;
          return [user, workspace].some((each) => ["", ".", ".."].includes(each) || /\p{Surrogate}/u.test(each));
        }
        const url = new URL(PREFIX + made);
        const [, ...places] = url.pathname.slice("/api/v2".length).split("/");
        expect(places.map(decodeURIComponent)).toEqual(["users", user, "workspace", workspace]);
        expect([url.search, url.hash, url.host]).toEqual(["", "", "coder.example.com"]);
        return true;
      }),
      RUNS,
    );
  });
});

describe("a query", () => {
  const value = fc.oneof(anyText, fc.integer(), fc.boolean(), fc.constant(undefined));

  it("holds each value that is there, whatever it is made of, and nothing else", () => {
    fc.assert(
      fc.property(fc.dictionary(anyText, value), (query) => {
        const url = new URL(`${PREFIX}/workspaces${queryText(query)}`);
        const told = Object.entries(query).flatMap(([key, each]) => (each === undefined ? [] : [[key, String(each)]]));
        expect([...url.searchParams]).toEqual(told);
        expect([url.pathname, url.hash]).toEqual(["/api/v2/workspaces", ""]);
      }),
      RUNS,
    );
  });
});
