// How many requests a preview of many workspaces makes on a real server, and that one connection evaluates the values
// of several owners.
import { createClient } from "../../provider/client/client";
import { collect } from "../fakes/client";
import { isServerBefore, useLive } from "./live";
import { CODER_PROVIDER } from "./templates";

const live = useLive("prev");

const WORKSPACES = 30;

/** A parameter whose default tells whose workspace it would be, and one with a range. */
const source = {
  files: {
    "main.tf": `${CODER_PROVIDER}
data "coder_workspace_owner" "me" {}
data "coder_parameter" "owner" {
  name    = "owner"
  default = data.coder_workspace_owner.me.name
  mutable = true
}
data "coder_parameter" "cpus" {
  name    = "cpus"
  type    = "number"
  default = 1
  mutable = true
  validation {
    min = 0
    max = 100
  }
}
resource "terraform_data" "main" {}
`,
  },
};

function program(name: string, isClassic: boolean, workspaces: number): string {
  return `
const coderd = require("pulumi-coderd");
const template = new coderd.Template("template", ${JSON.stringify({ name, source, useClassicParameterFlow: isClassic })});
for (let index = 0; index < ${workspaces}; index++) {
  const name = "${name}w" + index;
  new coderd.Workspace(name, { name, templateId: template.id, parameters: { cpus: index, owner: "x" } });
}
`;
}

const newer = isServerBefore(2, 24) ? it.skip : it;

newer.each([true, false])(
  "previews 30 new workspaces by a handful of requests (classic flow: %s)",
  async (isClassic) => {
    const name = `${live.prefix}${isClassic ? "c" : "d"}`;
    const stack = await live.stack(program(name, isClassic, 0));
    await stack.up();
    stack.writeProgram(program(name, isClassic, WORKSPACES));
    live.proxy.clear();
    expect(Object.keys((await stack.preview()).operations)).toHaveLength(WORKSPACES);
    const asked = live.proxy.requests.map(({ method, path }) => `${method} ${path}`);
    expect(asked.length).toBeLessThan(15);
    expect(asked.filter((request) => request.endsWith("/dynamic-parameters"))).toHaveLength(isClassic ? 0 : 1);
    if (isClassic) return;

    const client = createClient({ url: live.api.url, token: live.api.token });
    try {
      const other = await live.user();
      const me = await client.getCurrentUser();
      const { active_version_id } = await client.getTemplateByName("default", name);
      const owners = [other.id, me.id, other.id];
      const answers = await collect(
        client.streamDynamicParameters(
          active_version_id,
          owners.map((owner_id) => ({ inputs: {}, owner_id })),
        ),
      );
      const shown = answers.map(({ parameters }) => parameters.find((each) => each.name === "owner")?.value);
      expect(shown).toEqual([me.username, other.username, me.username, other.username]);
    } finally {
      await client.close();
    }
  },
);
