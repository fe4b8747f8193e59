// Loaded first: says what to install where the Pulumi SDK is missing. Scripts do without it, so npm does not insist.
try {
  require.resolve("@pulumi/pulumi");
} catch (thrown) {
  throw new Error(
    "pulumi-coderd needs the Pulumi SDK here: run `npm install @pulumi/pulumi`. Only scripts that use the client, " +
      "`pulumi-coderd/provider`, work without it.",
    { cause: thrown },
  );
}
