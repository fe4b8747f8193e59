// What a preview tells of a version that it promotes: for each resource that promotes one, on both hosts.
import { setTimeout as sleep } from "node:timers/promises";
import type { Properties } from "../../../../provider/values";
import { impactText } from "../../../../provider/resources/impact/preview";
import { eventually } from "../../../fakes/client";
import { refuse } from "../../../fakes/coder/common";
import { useHostRuns } from "../../../fakes/host-runs";
import { addSixCauses, type Upgrade } from "../../../fakes/impacts";

const runs = useHostRuns();

/** So long is waited for a message that must not come. */
const SILENCE_MILLISECONDS = 100;

const NOTE = [
  'Template "docker": 2 workspaces use it, of which 0 follow by themselves; to version "v2" 2 could not be updated as ' +
    "they are:",
  '- 2: parameter "token" is required, and has no default: admin/good, bob/bad',
  '- 1: their value of parameter "region" is no option: bob/bad',
  '- 1: parameter "size" does not take the value that they have: bob/bad',
  '- 1: parameter "team" does not take the value that they have: bob/bad',
  '- 1: parameter "zone" is immutable, and does not take the value that they have: bob/bad',
  '- 1: preset "Large", with which they were built, went: bob/bad',
  '- 2: parameter "legacy" went, and with it the value that they have: admin/good, bob/bad',
].join("\n");

/** The resources that promote the next version, and what they declare before and after. */
const PROMOTERS = [
  {
    type: "Template",
    declare: ({ template }: Upgrade, versionId: string): Properties => ({
      name: template.name,
      adopt: template.id,
      activeVersionId: versionId,
    }),
  },
  {
    type: "TemplatePromotion",
    declare: ({ template }: Upgrade, versionId: string): Properties => ({
      templateId: template.id,
      templateVersionId: versionId,
    }),
  },
] as const;

const CASES = (["plugin", "dynamic"] as const).flatMap((host) => PROMOTERS.map((each) => ({ host, ...each })));

describe.each(CASES)("$type on the $host host", ({ host, type, declare }) => {
  const isNote = (message: string): boolean => /by themselves|could not be found out/.test(message);

  /** A host does not wait until the engine has a message. */
  async function notes(count: number): Promise<string[]> {
    const found = (): string[] => runs.told.filter(isNote);
    if (count === 0) await sleep(SILENCE_MILLISECONDS);
    else await eventually(() => found().length >= count);
    return found();
  }

  it("tells once what its version means, and nothing where it promotes none", async () => {
    const upgrade = addSixCauses(runs.server);
    const resource = await runs.resource(host, type);
    await resource.up(declare(upgrade, upgrade.before.id));
    await resource.diff(declare(upgrade, upgrade.after.id));
    expect(await notes(1)).toEqual([NOTE]);
    await resource.up(declare(upgrade, upgrade.after.id));
    expect(await notes(2)).toEqual([NOTE, NOTE]);
    expect(await resource.up(declare(upgrade, upgrade.after.id))).toEqual([]);
    expect(await notes(0)).toEqual([NOTE, NOTE]);
  });

  it.each([
    ["the template has no workspaces", {}, 0],
    ["the configuration says so", { impactAtPreview: "false" }, 2],
  ])("tells nothing where %s", async (_why, settings, count) => {
    const upgrade = addSixCauses(runs.server);
    runs.server.workspaces.length = count;
    const resource = await runs.resource(host, type, settings);
    await resource.up(declare(upgrade, upgrade.before.id));
    expect((await resource.diff(declare(upgrade, upgrade.after.id))).changes).toHaveLength(1);
    expect(await notes(0)).toEqual([]);
  });

  it("reads no more workspaces than the configuration says, and tells how many it left out", async () => {
    const upgrade = addSixCauses(runs.server);
    const resource = await runs.resource(host, type, { impactLimit: "1" });
    await resource.up(declare(upgrade, upgrade.before.id));
    await resource.diff(declare(upgrade, upgrade.after.id));
    const [note = ""] = await notes(1);
    expect(note).toContain("at least 2 could not be updated as they are:");
    expect(note).toContain("\nNot looked at in full: 1 (beyond `coderd:impactLimit`, or the server can't say).");
  });

  it("goes on where the server does not tell of workspaces, and says so", async () => {
    const upgrade = addSixCauses(runs.server);
    const resource = await runs.resource(host, type);
    await resource.up(declare(upgrade, upgrade.before.id));
    runs.server.http.on("GET /workspaces", refuse(403, "Forbidden."));
    const { changes } = await resource.diff(declare(upgrade, upgrade.after.id));
    expect(changes).toHaveLength(1);
    expect(await notes(1)).toEqual([
      expect.stringMatching(
        /^What the new version means for the workspaces of the template could not be found out: .*Forbidden.*leaves it out\.$/s,
      ),
    ]);
  });
});

describe.each(["plugin", "dynamic"] as const)(
  "for a version that the server does not have yet, the %s host",
  (host) => {
    const coderParameter = (name: string, body: string): string =>
      `data "coder_parameter" "${name}" {\n  name = "${name}"\n  mutable = true\n  ${body}\n}\n`;
    const option = (value: string): string => `option {\n    name = "${value}"\n    value = "${value}"\n  }`;
    const CODE = [
      'terraform {\n  required_providers {\n    coder = { source = "coder/coder" }\n  }\n}\n',
      coderParameter("region", `default = "eu"\n  ${option("eu")}\n  ${option("ap")}`),
      coderParameter("size", 'type = "number"\n  default = 2\n  validation {\n    min = 1\n    max = 4\n  }'),
      coderParameter("team", 'default = "core"\n  validation {\n    regex = "^[a-z]+$"\n    error = "No."\n  }'),
      coderParameter("zone", `default = "a"\n  ${option("a")}\n  ${option("c")}`).replace("true", "false"),
      coderParameter("token", 'type = "string"'),
    ].join("");
    const BY_CODE = NOTE.replace('"v2"', '"v3", as far as its code tells,');

    async function noteOf(code: string): Promise<string> {
      const { template, before } = addSixCauses(runs.server);
      const resource = await runs.resource(host, "Template");
      const { name, id } = template;
      await resource.up({ name, adopt: id, activeVersionId: before.id });
      const source = { files: { "main.tf": code } };
      await resource.diff({ name, adopt: id, source, versionName: "v3" });
      await eventually(() => runs.told.some((message) => message.includes("by themselves")));
      expect(runs.server.http.requestsTo("POST /organizations/:organization/templateversions")).toEqual([]);
      return runs.told.find((message) => message.includes("by themselves")) ?? "";
    }

    it("tells what its code means", async () => {
      expect(await noteOf(CODE)).toBe(BY_CODE);
    });

    it("tells of no parameter and no preset that went where a module may bring them", async () => {
      const module = 'module "more" {\n  source = "example.com/more/coder"\n}\n';
      const isCertain = (line: string): boolean => !line.includes("went");
      expect(await noteOf(CODE + module)).toBe(BY_CODE.split("\n").filter(isCertain).join("\n"));
    });

    it("tells nothing of code that it can't read", async () => {
      const { template, before } = addSixCauses(runs.server);
      const resource = await runs.resource(host, "Template");
      await resource.up({ name: template.name, adopt: template.id, activeVersionId: before.id });
      await resource.diff({ name: template.name, adopt: template.id, source: { exampleId: "docker" } });
      await sleep(SILENCE_MILLISECONDS);
      expect(runs.told.filter((message) => message.includes("by themselves"))).toEqual([]);
    });
  },
);

describe("the note", () => {
  const impact = {
    templateName: "docker",
    templateVersionName: "v2",
    workspaceCount: 1,
    followingCount: 1,
    blockedCount: 0,
    uncheckedCount: 0,
    causes: [],
  };

  it("says that all can be updated only where all were looked at", () => {
    expect(impactText(impact)).toBe(
      'Template "docker": 1 workspace uses it, of which 1 follows by itself; to version "v2" all can be updated as ' +
        "they are.",
    );
    expect(impactText({ ...impact, uncheckedCount: 1 })).toBe(
      'Template "docker": 1 workspace uses it, of which 1 follows by itself; to version "v2" at least 0 could not be ' +
        "updated as they are.\nNot looked at in full: 1 (beyond `coderd:impactLimit`, or the server can't say).",
    );
  });

  it("names a few of many workspaces", () => {
    const workspaces = [1, 2, 3, 4, 5, 6, 7].map((n) => ({ id: String(n), name: `dev-${n}`, ownerName: "ada" }));
    const causes = [{ kind: "removedParameter" as const, name: "legacy", workspaces }];
    expect(
      impactText({ ...impact, workspaceCount: 7, followingCount: 0, blockedCount: 7, causes })?.split("\n")[1],
    ).toBe(
      '- 7: parameter "legacy" went, and with it the value that they have: ada/dev-1, ada/dev-2, ada/dev-3, ' +
        "ada/dev-4, ada/dev-5 and 2 more",
    );
  });
});
