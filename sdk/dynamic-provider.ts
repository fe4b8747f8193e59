// What the state holds as a resource's provider: one constant line. Changing it would show every resource of every
// stack as changed.

/**
 * Text that the engine's dynamic host evaluates to get the provider of a resource type. It captures nothing, so an
 * upgrade of the package shows no difference and later deletes run today's code. It resolves from the program's folder,
 * which is the host's working directory.
 */
export function providerLine(type: string): string {
  return (
    `exports.handler = () => require("module").createRequire(process.cwd() + ` +
    `"/")("pulumi-coderd/dynamic").get("${type}");`
  );
}
