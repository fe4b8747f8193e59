// Which resources of a program the ids of versions come from. While a preview does not know such an id, the provider
// knows by this what the version takes.
import * as pulumi from "@pulumi/pulumi";

/** Input of a class → types that its value may come from, each with the output. */
const ORIGINS: Readonly<Record<string, readonly (readonly [type: string, output: string])[]>> = {
  templateId: [["Template", "id"]],
  workspaceId: [["Workspace", "id"]],
  templateVersionId: [
    ["TemplateVersion", "id"],
    ["Template", "activeVersionId"],
    ["TemplatePromotion", "templateVersionId"],
  ],
  activeVersionId: [["TemplateVersion", "id"]],
  firstVersionId: [["TemplateVersion", "id"]],
};

/**
 * The hidden input that tells it; nothing where no input is such an output as it is. What a program makes of one may be
 * another id.
 */
export function versionSources(
  args: object | undefined,
  isOfType: (value: unknown, type: string) => boolean,
): { __sources?: Record<string, pulumi.Output<string>> } {
  const sources = Object.entries(args ?? {}).flatMap(([input, value]: [string, unknown]) => {
    const origins = ORIGINS[input];
    if (origins === undefined || !pulumi.Output.isInstance(value)) return [];
    // The SDK's own type hides it.
    const { resources } = value as unknown as { resources(this: void): Set<pulumi.Resource> };
    const resource = [...resources()].find((each) =>
      origins.some(([type, output]) => isOfType(each, type) && Reflect.get(each, output) === value),
    );
    return resource === undefined ? [] : [[input, resource.urn] as const];
  });
  return sources.length === 0 ? {} : { __sources: Object.fromEntries(sources) };
}
