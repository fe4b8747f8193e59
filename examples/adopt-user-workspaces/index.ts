// Shows how to set a parameter of workspaces that belong to their users: the program finds them by a query, and does
// not take them over.
// Run: set CODER_URL and CODER_SESSION_TOKEN (an owner's), then `pulumi stack init dev` and `pulumi up`.
import * as pulumi from "@pulumi/pulumi";
import * as coderd from "pulumi-coderd";
import { createClient } from "pulumi-coderd/provider";

const config = new pulumi.Config();
/** Written as in the dashboard's search: `template:…`, `owner:…`, `status:running`. */
const query = config.get("query") ?? "template:quickstart";
const parameters = config.getObject<Record<string, string>>("parameters") ?? {
  dotfiles_url: "https://github.com/coder/dotfiles",
};

const client = createClient({ url: environment("CODER_URL"), token: environment("CODER_SESSION_TOKEN") });

export = async () => {
  const { workspaces } = await client.getWorkspaces({ q: query });
  if (workspaces.length === 0)
    await pulumi.log.warn(
      `No workspace matches "${query}". Set another query: pulumi config set query "template:NAME"`,
    );

  const adopted = workspaces.map(
    (workspace) =>
      new coderd.BuildParameters(`${workspace.owner_name}/${workspace.name}`, {
        workspaceId: workspace.id,
        parameters,
      }),
  );
  return { workspaces: adopted.map((one) => ({ url: one.url, parameters: one.parameters })) };
};

function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new pulumi.RunError(`The environment variable ${name} is not set.`);
  return value;
}
