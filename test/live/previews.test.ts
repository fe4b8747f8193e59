// How many requests a preview of many workspaces makes on a real server, and that one connection evaluates the values
// of several owners.
import { createClient } from "../../provider/client/client";
import { collect } from "../fakes/client";
import { isServerBefore, useLive } from "./live";
import { archiveOf, CODER_PROVIDER } from "./templates";

const live = useLive("prev");

const WORKSPACES = 30;
/** Of those that are built. */
const BUILT = 12;
const FEW = 15;

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

interface Choice {
  isClassic: boolean;
  workspaces: number;
  /** What they follow. */
  follows?: string;
}

function program(name: string, { isClassic, workspaces, follows = "templateId: template.id" }: Choice): string {
  return `
const coderd = require("pulumi-coderd");
const template = new coderd.Template("template", ${JSON.stringify({ name, source, useClassicParameterFlow: isClassic })});
for (let index = 0; index < ${workspaces}; index++) {
  const name = "${name}w" + index;
  new coderd.Workspace(name, { name, ${follows}, parameters: { cpus: index, owner: "x" } });
}
`;
}

const newer = isServerBefore(2, 24) ? it.skip : it;

newer.each([true, false])(
  "previews 30 new workspaces by a handful of requests (classic flow: %s)",
  async (isClassic) => {
    const name = `${live.prefix}${isClassic ? "c" : "d"}`;
    const stack = await live.stack(program(name, { isClassic, workspaces: 0 }));
    await stack.up();
    stack.writeProgram(program(name, { isClassic, workspaces: WORKSPACES }));
    live.proxy.clear();
    expect(Object.keys((await stack.preview()).operations)).toHaveLength(WORKSPACES);
    const asked = live.proxy.requests.map(({ method, path }) => `${method} ${path}`);
    expect(asked.length).toBeLessThan(FEW);
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

newer.each([true, false])(
  "previews another version for workspaces that declare all values by a handful of requests (classic flow: %s)",
  async (isClassic) => {
    const name = `${live.prefix}${isClassic ? "o" : "p"}`;
    const choice = { isClassic, workspaces: BUILT };
    const stack = await live.stack(
      program(name, { ...choice, follows: "templateVersionId: template.activeVersionId" }),
    );
    expect((await stack.up()).changes).toEqual({ create: BUILT + 2 });
    const files = { "main.tf": `${source.files["main.tf"]}resource "terraform_data" "second" {}\n` };
    const { hash } = await live.api.request<{ hash: string }>("POST", "/files", await archiveOf(files));
    const template = await live.api.template(name);
    const { id, job } = await live.api.pushVersion(template.id, { name: "second", fileId: hash });
    expect(job.status).toBe("succeeded");
    stack.writeProgram(program(name, { ...choice, follows: `templateVersionId: "${id}"` }));
    live.proxy.clear();
    expect((await stack.preview()).changes).toEqual({ update: BUILT, same: 2 });
    expect(live.proxy.requests.map(({ method, path }) => `${method} ${path}`).slice(FEW - 1)).toEqual([]);
    expect(live.proxy.mutations()).toEqual([]);
    await stack.destroy();
  },
);
