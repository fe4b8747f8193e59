import { resourceTypes } from "../../provider/registry";
import { SCENARIOS } from "./scenarios";

it("every resource of the registry has a life in the matrix", () => {
  expect([...new Set(SCENARIOS.map(({ type }) => type))].sort()).toEqual([...resourceTypes].sort());
});

it("no two lives have the same name, and none a name that cells can't have", () => {
  const names = SCENARIOS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[\w-]+$/.test(name))).toEqual([]);
});
