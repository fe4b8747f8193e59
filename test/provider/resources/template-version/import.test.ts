import { readSource } from "../../../../provider/source/read";
import type { CoderClient } from "../../../../provider/client/client";
import type { Context } from "../../../../provider/handler";
import { declarationOf } from "../../../../provider/resources/template-version/import";
import type { VersionOutputs } from "../../../../provider/resources/versions/properties";
import { ORGANIZATIONS } from "../../../fakes/coder/users";

const ORGANIZATION = ORGANIZATIONS[0] ?? { id: "", name: "" };

/** What an import of a version with these files declares and reports. */
async function adopt(files: Record<string, string>, more: Partial<VersionOutputs> = {}, keep: string[] = []) {
  const told: string[] = [];
  const log = (kind: string) => (message: string) => void told.push(`${kind}: ${message}`);
  const archive = await readSource({ files, keep }, { rootDirectory: __dirname });
  const tar = await archive.toTar();
  const client = {
    getTemplateVersion: () => Promise.resolve({ job: { file_id: "file" } }),
    getFile: () => Promise.resolve(tar),
    getOrganization: () => Promise.resolve(ORGANIZATION),
    getOrganizations: () => Promise.resolve(ORGANIZATIONS),
  } as unknown as CoderClient;
  const context = {
    client,
    log: { status: () => {}, info: log("info"), warning: log("warning") },
    defaultOrganization: "default",
    impact: { isTold: true, limit: 100 },
    difference: { showsLines: true, hide: String },
  };
  const outputs = {
    name: "one",
    templateName: "docker",
    organizationId: ORGANIZATION.id,
    sensitiveVariables: [],
    ...more,
  };
  const declared = await declarationOf(context as unknown as Context, outputs as unknown as VersionOutputs, "version");
  return { declared, told, digest: archive.digest };
}

describe("templateVersion.importInputs", () => {
  it("declares the files as texts, with the digest that the same texts have in a program", async () => {
    const files = { "main.tf": 'a = "${b}"\n', "docs/read me.md": "One line with $HOME" };
    const { declared, told, digest } = await adopt(files);
    expect(declared).toMatchObject({ name: "one", templateName: "docker", source: { files }, digest });
    expect(told).toEqual([]);
  });

  it("declares hidden files and others that the fixed rules leave out as files to keep", async () => {
    const files = { "main.tf": "", ".env": "a", ".github/[x].yml": "b", "terraform.tfvars": "c" };
    const { declared, told, digest } = await adopt(files, {}, [".env", ".github/", "*.tfvars"]);
    const keep = ["/.env", "/.github/\\[x\\].yml", "/terraform.tfvars"];
    expect(declared).toMatchObject({ source: { files, keep }, digest });
    expect((await readSource({ files, keep }, { rootDirectory: __dirname })).digest).toBe(digest);
    expect(told).toEqual([]);
  });

  it.each(["echo $HOME\n", "a\n$$", "\n$${escaped}"])(
    "says which texts a generated program would spoil: %j",
    async (text) => {
      const { declared, told } = await adopt({ "main.tf": text, "fine.tf": '"${a}"\n' });
      expect(declared["source"]).toEqual({ files: { "main.tf": text, "fine.tf": '"${a}"\n' } });
      expect(told).toEqual([
        'info: A program in TypeScript that `pulumi import` writes lacks signs "$" of "main.tf": Pulumi\'s generator loses those that no brace ' +
          "follows. Declare `source` as a `directory` with the same content there.",
      ]);
    },
  );

  it("takes large texts of one line as fast as others", async () => {
    const began = Date.now();
    const { declared } = await adopt({ "main.tf": "", "large.txt": "x".repeat(3 << 20) });
    expect(Object.keys((declared["source"] as { files: object }).files)).toEqual(["large.txt", "main.tf"]);
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  it("leaves a derived name to be derived again, and warns of values that the server does not tell", async () => {
    const { declared, told } = await adopt(
      { "main.tf": "" },
      { name: "0123456789abcdef", sensitiveVariables: ["password"] },
    );
    expect(declared["name"]).toBeUndefined();
    expect(told).toEqual([
      expect.stringContaining(
        'warning: The server does not tell the values of sensitive variables: what "password" has',
      ),
    ]);
  });
});
