// Files that no template contains: the same that the coder command leaves out. A user's own patterns are in
// ignore-rules.ts. @see provisionersdk/archive.go Tar

const LOCK_FILE = ".terraform.lock.hcl";

/** What tools leave in every folder: nobody misses it in a template. */
const TOOLS = [".git", ".gitattributes", ".gitkeep", ".gitmodules", ".terraform", ".DS_Store", ".idea", ".vscode"];

/**
 * hidden: names with a leading dot; state: Terraform state; variables: files from which Terraform would load values.
 */
export type Exclusion = "hidden" | "state" | "variables";

export function exclusionOf(path: string, isDirectory: boolean): Exclusion | undefined {
  const segments = path.split("/");
  const isInHidden = path.startsWith(".");
  if (segments.some((segment) => segment !== LOCK_FILE && (isInHidden || segment.startsWith(".")))) return "hidden";
  if (path.includes(".tfstate")) return "state";
  if (isDirectory) return undefined;
  if (path === "terraform.tfvars" || path === "terraform.tfvars.json") return "variables";
  return path.endsWith(".auto.tfvars") || path.endsWith(".auto.tfvars.json") ? "variables" : undefined;
}

/** The rule of an exclusion, as the end of the sentence "… is left out of templates: ". */
export function describeExclusion(exclusion: Exclusion): string {
  switch (exclusion) {
    case "hidden":
      return `names that start with a dot are, all but "${LOCK_FILE}"`;
    case "state":
      return `Terraform state ("*.tfstate*") is, as it may hold secrets`;
    case "variables":
      return "Coder keeps variable values itself. Set them in `variables`";
    default:
      return exclusion satisfies never;
  }
}

/** Whether a user may miss a path that is left out. */
export function isMissed(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return !TOOLS.includes(name) && !name.endsWith("ignore") && !name.startsWith("._");
}
