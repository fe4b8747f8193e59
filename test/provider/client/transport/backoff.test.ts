import { doublingPause, spreadPause } from "../../../../provider/client/transport/backoff";

const BACKOFF = { firstMilliseconds: 250, longestMilliseconds: 8_000 };
const REPETITIONS = [1, 2, 3, 4, 5, 6, 7, 8];

it("doubles a pause from time to time, up to the longest", () => {
  expect(REPETITIONS.map((repetition) => doublingPause(BACKOFF, repetition))).toEqual([
    250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000,
  ]);
});

it.each([
  [0, [125, 250, 500, 1_000, 2_000, 4_000, 4_000, 4_000]],
  [0.5, [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]],
  [0.9999, [375, 750, 1_500, 3_000, 6_000, 8_000, 8_000, 8_000]],
])("spreads it by the random number %d, and never beyond the longest", (random, pauses) => {
  expect(REPETITIONS.map((repetition) => spreadPause(BACKOFF, repetition, random))).toEqual(pauses);
});
