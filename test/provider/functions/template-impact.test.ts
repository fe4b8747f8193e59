// The function that tells what a version means, on both hosts. What it finds is tested with provider/resources/impact.
import { secretOnWire } from "../../../provider/hosts/wire";
import type { FakeCoder } from "../../fakes/coder";
import { callFunction } from "../../fakes/function-call";
import { TOKEN } from "../../fakes/http-server";
import { addSixCauses, type Upgrade } from "../../fakes/impacts";
import { Wire } from "../../fakes/wire";
import { startCoder } from "../../fakes/workspace-runs";

let coder: FakeCoder;
let upgrade: Upgrade;

beforeEach(async () => {
  coder = await startCoder();
  upgrade = addSixCauses(coder);
});

const HOSTS = {
  dynamic: (args: object): Promise<unknown> => callFunction(coder.http, "getTemplateImpact", args),
  async plugin(args: Record<string, unknown>): Promise<unknown> {
    const wire = await Wire.start();
    try {
      await wire.configure({ url: coder.url, token: secretOnWire(TOKEN), impactLimit: "1" });
      const { result, failures } = await wire.invoke("getTemplateImpact", args);
      if (failures.length > 0) throw new Error(failures.join("\n"));
      return result;
    } finally {
      await wire.close();
    }
  },
};

describe.each(["dynamic", "plugin"] as const)("getTemplateImpact on the %s host", (host) => {
  it("tells the numbers, the causes and the workspaces, as far as its limit goes", async () => {
    const ids = { templateId: upgrade.template.id, templateVersionId: upgrade.after.id.toUpperCase() };
    const whole = { templateName: "docker", templateVersionName: "v2", workspaceCount: 2, followingCount: 0 };
    const all = await HOSTS[host]({ ...ids, impactLimit: 2 });
    expect(all).toMatchObject({ ...whole, blockedCount: 2, uncheckedCount: 0 });
    expect((all as { causes: unknown[] }).causes).toHaveLength(7);
    expect((all as { causes: unknown[] }).causes[1]).toEqual({
      kind: "invalidOption",
      name: "region",
      workspaces: [{ id: coder.workspaces[1]?.id, name: "bad", ownerName: "bob" }],
    });
    // Without a limit of its own it has the provider's.
    const some = await HOSTS[host](ids);
    expect(some).toMatchObject({ ...whole, uncheckedCount: host === "plugin" ? 1 : 0 });
  });

  it("refuses wrong ids, and a version of another template", async () => {
    const { id: templateId } = upgrade.template;
    await expect(HOSTS[host]({ templateId, templateVersionId: "v2", impactLimit: 0 })).rejects.toThrow(
      /templateVersionId.*Must be the id of a template version \(a UUID\)[^]*impactLimit.*Must be at least 1; it is 0/,
    );
    const other = coder.addTemplate({ name: "python" });
    await expect(HOSTS[host]({ templateId: other.id, templateVersionId: upgrade.after.id })).rejects.toThrow(
      /templateVersionId.*Template version "v2" does not belong to template "python"\./,
    );
  });
});
