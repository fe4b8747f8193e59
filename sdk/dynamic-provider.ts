// The line of code that the state of every resource holds as its provider. A change of this line would show every
// resource of every stack as changed.

/**
 * Text that the engine's dynamic host evaluates to get the provider of a resource type. It contains no code of the
 * package, so an upgrade shows no difference, and each operation runs the installed code. It loads the package from the
 * program's folder, which is the host's working directory.
 */
export function providerLine(type: string): string {
  return (
    `exports.handler = () => require("module").createRequire(process.cwd() + ` +
    `"/")("pulumi-coderd/dynamic").get("${type}");`
  );
}
