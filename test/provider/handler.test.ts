import { z } from "zod";
import { PartialError } from "../../provider/errors";
import {
  changedProperties,
  DECLARED_KEY,
  defineHandler,
  keepingId,
  type Context,
  type HandlerDefinition,
} from "../../provider/handler";
import { UNKNOWN, type Properties } from "../../provider/values";

const inputs = z.strictObject({ name: z.string().min(1), size: z.int().default(4), label: z.string().optional() });
const outputs = z.object({ ...inputs.shape, url: z.string() });

type Definition = HandlerDefinition<typeof inputs, typeof outputs>;

// No handler here looks at it.
const context = {} as Context;

function handlerWith(more: Partial<Definition> = {}) {
  return defineHandler<typeof inputs, typeof outputs>({
    type: "Thing",
    inputs,
    outputs,
    diff: () => Promise.resolve({ changes: [] }),
    create: (_context, news) => Promise.resolve({ id: "1", outputs: { ...news, url: "u" } }),
    read: (_context, { id, outputs: held }) =>
      Promise.resolve({ id, outputs: { name: "n", size: 1, url: "u", ...held } }),
    update: (_context, _previous, news) => Promise.resolve({ ...news, url: "u" }),
    delete: () => Promise.resolve(),
    ...more,
  });
}

describe("handler.check", () => {
  it("applies defaults and does not ask further while a property is wrong", async () => {
    const check = jest.fn<ReturnType<NonNullable<Definition["check"]>>, Parameters<NonNullable<Definition["check"]>>>();
    const handler = handlerWith({ check });
    expect(await handler.check(context, { name: "" })).toEqual({
      inputs: { size: 4 },
      failures: [{ property: "name", reason: "Must not be empty." }],
    });
    expect(check).not.toHaveBeenCalled();
  });

  it("hands unknown values on, and takes its answer for the whole result", async () => {
    const handler = handlerWith({
      check: (_context, news, previous) =>
        Promise.resolve({ inputs: { ...news, derived: previous === undefined }, failures: [] }),
    });
    expect(await handler.check(context, { name: UNKNOWN })).toEqual({
      inputs: { name: UNKNOWN, size: 4, derived: true },
      failures: [],
    });
  });

  it("takes previous inputs without a key for none: the resource is about to be created", async () => {
    const seen: unknown[] = [];
    const handler = handlerWith({
      check: (_context, news, previous) => {
        seen.push(previous);
        return Promise.resolve({ inputs: news, failures: [] });
      },
    });
    await handler.check(context, { name: "a" });
    await handler.check(context, { name: "a" }, {});
    await handler.check(context, { name: "a" }, { name: "b" });
    expect(seen).toEqual([undefined, undefined, { name: "b" }]);
  });

  it("does not take what every object has for a property", async () => {
    const { failures } = await handlerWith().check(context, { name: "a", toString: "x" });
    expect(failures).toEqual([
      { property: "toString", reason: expect.stringContaining('Unknown property "toString".') as string },
    ]);
  });
});

describe("handler.create", () => {
  it("adds what was declared to the outputs, and takes undefined ones out", async () => {
    const handler = handlerWith({
      create: (_context, news) => Promise.resolve({ id: "1", outputs: { ...news, label: undefined, url: "u" } }),
    });
    expect(await handler.create(context, { size: 2, name: "a" })).toEqual({
      id: "1",
      outputs: { name: "a", size: 2, url: "u", [DECLARED_KEY]: ["name", "size"] },
    });
  });

  it("hands on inputs that the check derived", async () => {
    const create = jest.fn((_context: Context, news: Properties) =>
      Promise.resolve({ id: "1", outputs: { name: "a", size: 1, url: String(news["derived"]) } }),
    );
    const { outputs: made } = await handlerWith({ create }).create(context, { name: "a", derived: "d" });
    expect(made).toMatchObject({ url: "d", [DECLARED_KEY]: ["derived", "name"] });
  });

  it("keeps id, state and what was declared when it fails half-way", async () => {
    const cause = new Error("No.");
    const handler = handlerWith({
      create: () => Promise.reject(new PartialError("1", { name: "a", label: undefined }, cause)),
    });
    const thrown = await handler.create(context, { name: "a" }).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(PartialError);
    expect(thrown).toMatchObject({ id: "1", outputs: { name: "a", [DECLARED_KEY]: ["name"] }, cause, message: "No." });
    expect(Object.keys((thrown as PartialError).outputs)).not.toContain("label");
  });

  it("throws what is no half-way failure as it is", async () => {
    const error = new Error("No.");
    await expect(handlerWith({ create: () => Promise.reject(error) }).create(context, { name: "a" })).rejects.toBe(
      error,
    );
  });
});

describe("handler.read", () => {
  it("keeps what was declared", async () => {
    expect(await handlerWith().read(context, "1", { name: "a", [DECLARED_KEY]: ["name"] })).toEqual({
      id: "1",
      outputs: { name: "a", size: 1, url: "u", [DECLARED_KEY]: ["name"] },
    });
  });

  it("knows of nothing declared where there is no state", async () => {
    expect((await handlerWith().read(context, "1", {}))?.outputs[DECLARED_KEY]).toEqual([]);
  });

  it("hands on that it is gone", async () => {
    expect(await handlerWith({ read: () => Promise.resolve(undefined) }).read(context, "1", {})).toBeUndefined();
  });
});

describe("handler.update", () => {
  it("tells what was declared before, and notes what is now", async () => {
    const seen: string[][] = [];
    const handler = handlerWith({
      update: (_context, previous, news) => {
        seen.push([...previous.declared]);
        return Promise.resolve({ ...news, url: "u" });
      },
    });
    const updated = await handler.update(context, "1", { [DECLARED_KEY]: ["label", "name"] }, { name: "b" });
    expect(seen).toEqual([["label", "name"]]);
    expect(updated[DECLARED_KEY]).toEqual(["name"]);
  });

  it("still knows what had been declared before when it fails", async () => {
    const handler = handlerWith({ update: () => Promise.reject(new PartialError("1", {}, new Error("No."))) });
    const thrown = await handler
      .update(context, "1", { [DECLARED_KEY]: ["label"] }, { name: "b" })
      .catch((error: unknown) => error);
    expect(thrown).toMatchObject({ id: "1", outputs: { [DECLARED_KEY]: ["label", "name"] } });
  });
});

describe("changedProperties", () => {
  const previous = { id: "1", outputs: { name: "a", tags: { x: ["1"] } }, declared: new Set<string>() };

  it("compares what is declared by value, and takes what is unknown at any depth for changed", () => {
    const changed = (news: Properties): string[] =>
      changedProperties(previous, news, ["name", "tags", "label"]).map(({ property }) => property);
    expect(changed({ name: "a", tags: { x: ["1"] } })).toEqual([]);
    expect(changed({ name: "b" })).toEqual(["name"]);
    expect(changed({ tags: { x: [UNKNOWN] } })).toEqual(["tags"]);
    expect(changed({ label: "new", other: 1 })).toEqual(["label"]);
    expect(changed({})).toEqual([]);
  });
});

describe("keepingId", () => {
  it("turns any failure into one that keeps id and state, but leaves one alone that does", async () => {
    const cause = new Error("No.");
    await expect(
      keepingId(
        "1",
        () => ({ name: "a" }),
        () => Promise.reject(cause),
      ),
    ).rejects.toMatchObject({
      id: "1",
      outputs: { name: "a" },
      cause,
    });
    const partial = new PartialError("2", {}, cause);
    await expect(
      keepingId(
        "1",
        () => ({}),
        () => Promise.reject(partial),
      ),
    ).rejects.toBe(partial);
    expect(
      await keepingId(
        "1",
        () => ({}),
        () => Promise.resolve("done"),
      ),
    ).toBe("done");
  });

  it("keeps the id and the first failure when the state can't be had either", async () => {
    const cause = new Error("No.");
    const unknown = (): Promise<never> => Promise.reject(new Error("Neither."));
    await expect(keepingId("1", unknown, () => Promise.reject(cause))).rejects.toMatchObject({
      id: "1",
      outputs: {},
      cause,
    });
  });
});
