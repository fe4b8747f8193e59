// Every input of every resource gets made-up values in a live test.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TRIED, TRIED_OF_SOURCE } from "../../live/values/tried";

interface Schema {
  resources: Record<string, { inputProperties: Record<string, object> }>;
  types: Record<string, { properties: Record<string, object> }>;
}

const schema = JSON.parse(
  readFileSync(join(__dirname, "..", "..", "..", "provider", "schema", "schema.json"), "utf8"),
) as Schema;

function keysOf(object: object = {}): string[] {
  return Object.keys(object).sort();
}

it("knows every resource", () => {
  expect(keysOf(TRIED)).toEqual(keysOf(schema.resources).map((token) => token.replace("coderd:index:", "")));
});

it.each(keysOf(TRIED))("tries values of every input of %s, and of nothing else", (type) => {
  expect(keysOf(TRIED[type])).toEqual(keysOf(schema.resources[`coderd:index:${type}`]?.inputProperties));
});

it("tries values of every key of a version's source", () => {
  expect(keysOf(TRIED_OF_SOURCE)).toEqual(keysOf(schema.types["coderd:index:TemplateVersionSource"]?.properties));
});
