// What becomes of a state whose outputs the engine can't carry.
import { PartialError } from "../../../provider/errors";
import { stateAfter } from "../../../provider/hosts/state";
import { handlers } from "../../../provider/registry";

const handler = handlers.Template;
const broken = { name: "docker", defaultTtlMilliseconds: NaN };

describe("stateAfter", () => {
  it("keeps the id of a new object, and tells the defect", async () => {
    const thrown: unknown = await stateAfter(handler, {}, () => Promise.resolve({ id: "1", outputs: broken })).catch(
      (error: unknown) => error,
    );
    expect(thrown).toMatchObject({ id: "1", outputs: {}, cause: expect.any(Error) as Error });
    expect(thrown).toBeInstanceOf(PartialError);
  });

  it("keeps the id and the first failure where the outputs after it can't be carried", async () => {
    const cause = new Error("No.");
    const operation = (): Promise<never> => Promise.reject(new PartialError("1", broken, cause));
    await expect(stateAfter(handler, {}, operation)).rejects.toMatchObject({ id: "1", outputs: {}, cause });
  });

  it("leaves the state of an update as it was", async () => {
    const before = { name: "docker", __declared: ["name"] };
    const operation = (): Promise<never> => Promise.reject(new PartialError("1", broken, new Error("No.")));
    await expect(stateAfter(handler, { before }, operation)).rejects.toMatchObject({ id: "1", outputs: before });
  });
});
