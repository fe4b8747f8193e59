import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  makeDirectory,
  makeTar,
  makeTemporaryDirectory,
  makeZip,
  read,
  readArchiveOf,
  reasonsOf,
  removeTemporaryDirectories,
} from "./fixtures";

afterAll(removeTemporaryDirectories);

const LIMIT = (4 << 20) - (64 << 10);

it("keeps no file for those who ask for the code until the program ends", async () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc") as () => void;
  const files = { "main.tf": 'variable "a" {}\n', "data.txt": "x".repeat(1 << 19) };
  const open = async () => {
    const { contents, readCode } = await read({ files });
    return { kept: contents.map(({ bytes }) => new WeakRef(bytes)), readCode };
  };
  const { kept, readCode } = await open();
  await setImmediate();
  collectGarbage();
  expect(kept.map((reference) => reference.deref())).toEqual([undefined, undefined]);
  expect((await readCode()).variables).toMatchObject([{ name: "a" }]);
});

describe("the size of a template", () => {
  // One header block. The tars are just below the limit and just at it.
  const fits = LIMIT - 2 * 512;

  it("takes what is smaller than the limit and refuses what reaches it", async () => {
    expect(await reasonsOf(read({ files: { "main.tf": "x".repeat(fits) } }))).toEqual([]);
    expect(await reasonsOf(read({ files: { "main.tf": "x".repeat(fits + 1) } }))).toEqual([
      "At `source.files`: The files make a tar of 3.9 MiB (4128768 bytes); it has to be smaller than 3.9 MiB " +
        "(4128768 bytes). " +
        'The largest of 1: "main.tf" (3.9 MiB). Make the texts smaller.',
    ]);
  });

  it("counts headers that only long names need", async () => {
    const name = "n".repeat(101);
    expect(await reasonsOf(read({ files: { "a.tf": "", [name]: "x".repeat(fits - 2 * 512) } }))).toEqual([
      "At `source.files`: The files make a tar of 3.9 MiB (4128768 bytes); it has to be smaller than 3.9 MiB " +
        "(4128768 bytes). " +
        `The largest of 2: "${name}" (3.9 MiB), "a.tf" (0 bytes). Make the texts smaller.`,
    ]);
    expect(await reasonsOf(read({ files: { "a.tf": "", [name]: "x".repeat(fits - 3 * 512) } }))).toEqual([]);
  });

  it("refuses a directory without reading it, beside its other problems", async () => {
    const directory = makeDirectory({
      "a.txt": "",
      "A.txt": "",
      "image.iso": randomBytes(4 << 20),
      "b/c.bin": randomBytes(1 << 20),
    });
    expect(await reasonsOf(read({ directory }))).toEqual([
      "At `source.directory`: The files make a tar of 5 MiB (5245440 bytes); it has to be smaller than 3.9 MiB " +
        "(4128768 bytes). " +
        'The largest of 4: "image.iso" (4 MiB), "b/c.bin" (1 MiB), "A.txt" (0 bytes), "a.txt" (0 bytes). ' +
        "Leave out what the template doesn't need, with `ignore` or a `.coderignore` file.",
      'At `source.directory`: The names "A.txt" and "a.txt" differ only in case or Unicode form. Rename one of them.',
      'At `source.directory`: There is no "*.tf" or "*.tf.json" file at the top in "<root>". A template needs at least one.',
    ]);
  });

  it("gives up on a folder with too many files and says where they are", async () => {
    const directory = makeDirectory({ "main.tf": "", "a/x.js": "" });
    for (let count = 0; count < 10_000; count += 1) writeFileSync(join(directory, "a", `${count}.js`), "");
    expect(await reasonsOf(read({ directory }))).toEqual([
      'At `source.directory`: There are more than 10000 files and folders in "<root>", most of them seen in "a". ' +
        "Leave out what the template doesn't need, with `ignore` or a `.coderignore` file.",
    ]);
    expect(Object.keys((await read({ directory, ignore: ["a/"] })).files)).toEqual(["main.tf"]);
  });
});

describe("the Terraform files of a template", () => {
  it("suggests the folders that have some, nearest first", async () => {
    const directory = makeDirectory({
      "README.md": "",
      "docker/main.tf": "",
      "aws/main.tf.json": "",
      "docker/modules/a/x.tf": "",
    });
    expect(await reasonsOf(read({ directory }))).toEqual([
      'At `source.directory`: There is no "*.tf" or "*.tf.json" file at the top in "<root>". ' +
        'There are some further down: did you mean `directory: "<root>/aws" or "<root>/docker"`?',
    ]);
  });

  it("says how to pack an archive whose content is in one folder", async () => {
    const tar = await makeTar([
      { name: "docker/", type: "directory" },
      { name: "docker/main.tf", content: "" },
    ]);
    expect(await reasonsOf(readArchiveOf("t.tar", tar))).toEqual([
      'At `source.archive`: There is no "*.tf" or "*.tf.json" file at the top in "<root>/t.tar". There are some further down: ' +
        'pack from inside "docker", so that its files are at the top, as `tar czf template.tgz -C "docker" .` does.',
    ]);
  });

  it("tells an empty source from one of which everything is left out", async () => {
    expect(await reasonsOf(read({ directory: makeTemporaryDirectory() }))).toEqual([
      'At `source.directory`: There are no files in "<root>". A template needs at least one "*.tf" or "*.tf.json" file.',
    ]);
    expect(
      await reasonsOf(read({ directory: makeDirectory({ ".env": "", "main.tf": "" }), ignore: ["*.tf"] })),
    ).toEqual([
      'At `source.directory`: There are no files in "<root>". All that is there is left out, by what templates never hold or by your own ' +
        'patterns. A template needs at least one "*.tf" or "*.tf.json" file.',
    ]);
    expect(await reasonsOf(readArchiveOf("t.zip", makeZip([])))).toEqual([
      'At `source.archive`: There are no files in "<root>/t.zip". A template needs at least one "*.tf" or "*.tf.json" file.',
    ]);
  });

  it("does not miss a top-level file that it has refused", async () => {
    const directory = makeDirectory({ "main.tf": { link: "gone.tf" }, "README.md": "" });
    expect(await reasonsOf(read({ directory }))).toEqual([
      'At `source.directory`: The link "main.tf" leads to "gone.tf", which does not exist or can\'t be a file of the template. ' +
        "Remove it, or leave it out with `ignore`.",
    ]);
  });
});

describe("the warnings of a template", () => {
  it("name files with variable values that are left out", async () => {
    const files = { "main.tf": "", "terraform.tfvars": "secret = 1", "dev.auto.tfvars.json": "", "other.tfvars": "" };
    const { warnings } = await read({ directory: makeDirectory(files) });
    expect(warnings).toEqual([
      '"dev.auto.tfvars.json", "terraform.tfvars" are not uploaded and not read. Set these values in `variables`.',
    ]);
    const tar = await makeTar([
      { name: "main.tf", content: "" },
      { name: "./terraform.tfvars", content: "secret = 1" },
    ]);
    expect((await readArchiveOf("t.tar", tar)).warnings).toEqual([
      '"terraform.tfvars" is not uploaded and not read. Set these values in `variables`.',
    ]);
  });

  it("are silent about such files that the user leaves out, and where there are none", async () => {
    const directory = makeDirectory({ "main.tf": "", "terraform.tfvars": "", ".env": "", "terraform.tfstate": "" });
    expect((await read({ directory, ignore: ["*.tfvars"] })).warnings).toEqual([]);
    expect((await read({ files: { "main.tf": "" } })).warnings).toEqual([]);
  });
});

describe("the problems of a template", () => {
  it("are cut off after twenty", async () => {
    const bad = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`/${index}.tf`, ""]));
    const reasons = await reasonsOf(read({ files: { "main.tf": "", ...bad } }));
    expect(reasons).toHaveLength(21);
    expect(reasons[20]).toBe("At `source.files`: There are 10 more problems of this sort.");
  });
});
