import fc from "fast-check";
import { readUploaded } from "../../../provider/source/read";
import { clashingNames, parentsOf } from "../../../provider/source/paths";
import { anyText, RUNS } from "../../fakes/properties";
import { makeTar, makeZip, read, readArchiveOf, removeTemporaryDirectories } from "./fixtures";

afterAll(removeTemporaryDirectories);

const name = fc
  .oneof(
    fc.stringMatching(/^[a-z0-9_-]{1,12}$/),
    anyText.filter((text) => text.length > 0 && text.length < 50 && !/[\\/\0\uFFFD]/.test(text)),
  )
  .filter((text) => !text.startsWith(".") && !/tfstate|tfvars|^[A-Za-z]:|^__proto__$/i.test(text));
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));

/** Paths of which none is a folder of another, or hard to tell from another. */
function areFiles(files: Record<string, string>): boolean {
  const paths = Object.keys(files);
  const folders = new Set(paths.flatMap(parentsOf));
  return clashingNames(paths).length === 0 && !paths.some((each) => folders.has(each));
}

const files = fc
  .dictionary(path, anyText, { maxKeys: 8 })
  .map((each): Record<string, string> => ({ ...each, "main.tf": "" }))
  .filter(areFiles);

/** The same files in another order. */
const orders = files.chain((each) =>
  fc.tuple(
    fc.constant(each),
    fc.shuffledSubarray(Object.entries(each), { minLength: Object.keys(each).length }).map(Object.fromEntries),
  ),
) as fc.Arbitrary<[Record<string, string>, Record<string, string>]>;

describe("the content of a source", () => {
  it("does not depend on the order of its files: digest, files and bytes", async () => {
    await fc.assert(
      fc.asyncProperty(orders, async ([one, other]) => {
        const [first, second] = [await read({ files: one }), await read({ files: other })];
        expect([second.digest, second.files]).toEqual([first.digest, first.files]);
        expect((await second.toTar()).equals(await first.toTar())).toBe(true);
      }),
      RUNS,
    );
  });

  it("has the same digest only where paths and texts are the same", async () => {
    await fc.assert(
      fc.asyncProperty(files, files, fc.nat(), anyText, async (one, other, place, text) => {
        const paths = Object.keys(one);
        const changed = { ...one, [paths[place % paths.length] ?? ""]: text };
        for (const [left, right] of [
          [one, other],
          [one, changed],
        ] as const) {
          const isSame = JSON.stringify(Object.entries(left).sort()) === JSON.stringify(Object.entries(right).sort());
          const [first, second] = [await read({ files: left }), await read({ files: right })];
          expect(first.digest === second.digest).toBe(isSame);
        }
      }),
      RUNS,
    );
  });

  it("comes out of what was uploaded as it went in", async () => {
    await fc.assert(
      fc.asyncProperty(files, async (given) => {
        const made = await read({ files: given });
        const tar = await made.toTar();
        const uploaded = await readUploaded(tar);
        expect(uploaded.texts).toEqual(given);
        expect([uploaded.notText, uploaded.digest, uploaded.files]).toEqual([[], made.digest, made.files]);
        expect((await uploaded.toTar()).equals(tar)).toBe(true);
      }),
      RUNS,
    );
  });

  it("is the same in a tar and in a zip", async () => {
    await fc.assert(
      fc.asyncProperty(files, async (given) => {
        const entries = Object.entries(given).map(([each, content]) => ({ name: each, content }));
        const { digest } = await read({ files: given });
        expect((await readArchiveOf("t.tar", await makeTar(entries))).digest).toBe(digest);
        expect((await readArchiveOf("t.zip", makeZip(entries))).digest).toBe(digest);
      }),
      RUNS,
    );
  });
});
