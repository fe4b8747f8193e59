import fc from "fast-check";
import {
  changedParameters,
  echoParameters,
  isSameValue,
  namesNotHeld,
  parametersSchema,
  toBuildParameters,
  toText,
  type ParameterValue,
} from "../../../../provider/resources/builds/parameters";
import { anyText, RUNS } from "../../../fakes/properties";

const number = fc.oneof(fc.integer(), fc.double({ noDefaultInfinity: true, noNaN: true }), fc.maxSafeInteger());
const value: fc.Arbitrary<ParameterValue> = fc.oneof(anyText, number, fc.boolean(), fc.array(anyText));
/** Whatever every object has, too. One name gets lost before a handler sees it: "__proto__". */
const name = fc
  .oneof(anyText, fc.constantFrom("constructor", "toString", "hasOwnProperty"))
  .filter((text) => text !== "" && text !== "__proto__");
const parameters = fc
  .array(fc.tuple(name, value))
  .map((entries) => Object.fromEntries(entries) as Record<string, ParameterValue>);

describe("a value of a parameter", () => {
  it("is the same as the text that it is sent as", () => {
    fc.assert(
      fc.property(value, (declared) => isSameValue(declared, toText(declared))),
      RUNS,
    );
  });

  it("is the same as another number or list only where both have one meaning", () => {
    fc.assert(
      fc.property(number, number, (one, other) => isSameValue(one, toText(other)) === (one === other)),
      RUNS,
    );
    const lists = fc.array(anyText);
    fc.assert(
      fc.property(lists, lists, (one, other) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        return isSameValue(one, ` ${JSON.stringify(other)}`) === isSame;
      }),
      RUNS,
    );
  });

  it("is a number in decimals that gives the same number again, without an exponent where it is whole", () => {
    fc.assert(
      fc.property(number, (declared) => {
        const text = toText(declared);
        expect(Number(text)).toBe(declared === 0 ? 0 : declared);
        if (Number.isInteger(declared)) expect(text).toMatch(/^-?\d+$/);
      }),
      RUNS,
    );
  });
});

describe("parameters", () => {
  it("are unchanged, held and echoed as declared once the server holds what was sent, whatever their names", () => {
    fc.assert(
      fc.property(parameters, (declared) => {
        const sent = toBuildParameters(declared, new Map());
        expect(sent.map((each) => each.name)).toEqual(Object.keys(declared));
        const held = new Map(sent.map((each) => [each.name, each.value]));
        expect(namesNotHeld(declared, held)).toEqual([]);
        const echoed = echoParameters(declared, held);
        expect(Object.entries(echoed ?? {})).toEqual(Object.entries(declared));
        expect(changedParameters(echoed, declared)).toEqual([]);
        expect(toBuildParameters(declared, held)).toEqual(sent);
      }),
      RUNS,
    );
  });

  it("tell each name that is new, another value or gone, and no other", () => {
    fc.assert(
      fc.property(parameters, parameters, (olds, news) => {
        const names = new Set([...Object.keys(olds), ...Object.keys(news)]);
        const isHeld = (each: string): boolean => Object.hasOwn(olds, each) && Object.hasOwn(news, each);
        const expected = [...names].filter(
          (each) => !isHeld(each) || !isSameValue(news[each] ?? "", toText(olds[each] ?? "")),
        );
        const changed = changedParameters(olds, news).map(({ property }) => property.slice("parameters.".length));
        expect(changed.sort()).toEqual(expected.sort());
      }),
      RUNS,
    );
  });

  it("are read as they were declared", () => {
    fc.assert(
      fc.property(parameters, (declared) => {
        expect(parametersSchema.parse(declared)).toEqual(declared);
      }),
      RUNS,
    );
  });
});
