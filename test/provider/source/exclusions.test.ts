import { exclusionOf } from "../../../provider/source/exclusions";
import { makeRandom, pick } from "./fixtures";

/** Whether the coder command leaves a path out, step by step as in its source: folders first, then the file. */
function isLeftOutByTheCommand(path: string): boolean {
  const names = path.split("/");
  for (const [index, name] of names.entries()) {
    const relative = names.slice(0, index + 1).join("/");
    const isLast = index === names.length - 1;
    const isHidden = (relative.startsWith(".") || name.startsWith(".")) && name !== ".terraform.lock.hcl";
    if (isHidden) return true;
    // Folders with these names are walked nevertheless: the paths of their files contain the name.
    if (!isLast) continue;
    if (relative.includes(".tfstate")) return true;
    if (relative === "terraform.tfvars" || relative === "terraform.tfvars.json") return true;
    return relative.endsWith(".auto.tfvars") || relative.endsWith(".auto.tfvars.json");
  }
  return false;
}

describe("exclusionOf", () => {
  it.each([
    [".env", "hidden"],
    [".git/config", "hidden"],
    ["modules/.terraform/x", "hidden"],
    ["._main.tf", "hidden"],
    ["..data", "hidden"],
    ["terraform.tfstate", "state"],
    ["terraform.tfstate.backup", "state"],
    ["terraform.tfstate.d/dev/x", "state"],
    ["modules/old.tfstate", "state"],
    ["terraform.tfvars", "variables"],
    ["terraform.tfvars.json", "variables"],
    ["dev.auto.tfvars", "variables"],
    ["modules/x/dev.auto.tfvars.json", "variables"],
    [".terraform.lock.hcl", undefined],
    ["modules/.terraform.lock.hcl", undefined],
    ["dev.tfvars", undefined],
    ["modules/terraform.tfvars", undefined],
    ["main.tf", undefined],
    ["tfstate.tf", undefined],
  ])("says of the file %j: %s", (path, exclusion) => {
    expect(exclusionOf(path, false)).toBe(exclusion);
  });

  it("keeps a folder that is named like a file with variables, as the command does", () => {
    expect(exclusionOf("terraform.tfvars", true)).toBeUndefined();
    expect(exclusionOf("x.auto.tfvars", true)).toBeUndefined();
    expect(exclusionOf("x.auto.tfvars/main.tf", false)).toBeUndefined();
  });

  it("leaves out exactly what the command leaves out, over thousands of odd paths", () => {
    const random = makeRandom(7);
    const names = [
      "a",
      "main.tf",
      ".git",
      ".",
      ".terraform.lock.hcl",
      "x.tfstate",
      ".tfstate.d",
      "terraform.tfvars",
      "terraform.tfvars.json",
    ];
    const more = [
      "a.auto.tfvars",
      "b.auto.tfvars.json",
      "auto.tfvars",
      "..data",
      "x.tfstatement",
      "a.terraform.lock.hcl",
    ];
    const seen = { left: 0, out: 0 };
    for (let count = 0; count < 5000; count += 1) {
      const path = Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(random, [...names, ...more])).join(
        "/",
      );
      const isOut = exclusionOf(path, false) !== undefined;
      expect([path, isOut]).toEqual([path, isLeftOutByTheCommand(path)]);
      seen[isOut ? "out" : "left"] += 1;
    }
    expect(Math.min(seen.left, seen.out)).toBeGreaterThan(100);
  });
});
