import fc from "fast-check";
import { InputError } from "../../../provider/errors";
import { workspaceQueries } from "../../../provider/functions/workspace-filter";
import { anyText, RUNS } from "../../fakes/properties";

const text = anyText.filter((each) => each !== "");
const filters = fc.record(
  {
    owner: text,
    name: text,
    template: text,
    dormant: fc.boolean(),
    parameters: fc.dictionary(
      text.filter((name) => name !== "__proto__"),
      text,
      { maxKeys: 3 },
    ),
  },
  { requiredKeys: [] },
);

/** The terms of a search as the server reads them: quotation marks protect spaces and colons. */
function termsOf(query: string): [key: string, value: string][] {
  return [...query.matchAll(/([\w-]+):(?:"([^"]*)"|([^\s"]+))(?: |$)/gsu)].map(([, key, quoted, plain]) => [
    key ?? "",
    quoted ?? plain ?? "",
  ]);
}

it("a filter's searches say every value of it once and nothing else, or the filter is refused", () => {
  fc.assert(
    fc.property(filters, (filter) => {
      const { owner, name, template, dormant, parameters = {} } = filter;
      let queries: (string | undefined)[];
      try {
        queries = workspaceQueries(filter);
      } catch (thrown) {
        if (!(thrown instanceof InputError)) throw thrown;
        const texts = [owner, name, template, ...Object.entries(parameters).flat()];
        const isOdd = (each = ""): boolean => /[",=]/.test(each) || each !== each.trim();
        expect(texts.some(isOdd)).toBe(true);
        return;
      }
      const escaped = name?.replace(/[\\%_]/g, "\\$&");
      const common = Object.entries({ owner, name: escaped, template, dormant })
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [key, String(value)]);
      const single = Object.entries(parameters).map(([key, value]) => ["param", `${key}=${value}`]);
      const expected = single.length === 0 ? [common] : single.map((own) => [...common, own]);
      expect(queries.map((query) => termsOf(query ?? ""))).toEqual(expected);
    }),
    RUNS,
  );
});
