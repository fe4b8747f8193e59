// The folder for what outlives the provider's process, in Pulumi's own home folder.
import { homedir } from "node:os";
import { join } from "node:path";

/** @see pulumi sdk/go/common/workspace/paths.go GetPulumiHomeDir */
export function providerFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const home = environment["PULUMI_HOME"];
  return join(home === undefined || home === "" ? join(homedir(), ".pulumi") : home, "pulumi-coderd");
}
