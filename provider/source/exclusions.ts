// What never gets into a template: the same set that the coder command leaves out. A user's own patterns are
// ignore-rules.ts. @see provisionersdk/archive.go Tar

const LOCK_FILE = ".terraform.lock.hcl";

/**
 * hidden: a name with a leading dot; state: Terraform state; variables: files whose values Terraform would load by
 * itself.
 */
type Exclusion = "hidden" | "state" | "variables";

export function exclusionOf(path: string, isDirectory: boolean): Exclusion | undefined {
  const segments = path.split("/");
  const isInHidden = path.startsWith(".");
  if (segments.some((segment) => segment !== LOCK_FILE && (isInHidden || segment.startsWith(".")))) return "hidden";
  if (path.includes(".tfstate")) return "state";
  if (isDirectory) return undefined;
  if (path === "terraform.tfvars" || path === "terraform.tfvars.json") return "variables";
  return path.endsWith(".auto.tfvars") || path.endsWith(".auto.tfvars.json") ? "variables" : undefined;
}

/** The rule behind an exclusion, to follow the words "is left out of templates: ". */
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
