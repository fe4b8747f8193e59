import { setImmediate } from "node:timers/promises";
import { mapBounded } from "../../../provider/source/bounded";

describe("mapBounded", () => {
  it("keeps the order and never runs more at a time than allowed", async () => {
    let running = 0;
    let most = 0;
    const results = await mapBounded([5, 4, 3, 2, 1, 0], 2, async (turns) => {
      running += 1;
      most = Math.max(most, running);
      for (let turn = 0; turn < turns; turn += 1) await setImmediate();
      running -= 1;
      return turns * 10;
    });
    expect(results).toEqual([50, 40, 30, 20, 10, 0]);
    expect(most).toBe(2);
  });

  it("rejects with the first rejection", async () => {
    await expect(mapBounded([1, 2], 2, (item) => Promise.reject(new Error(`item ${item}`)))).rejects.toThrow("item 1");
  });

  it("takes an empty list", async () => {
    expect(await mapBounded([], 4, () => Promise.resolve(1))).toEqual([]);
  });
});
