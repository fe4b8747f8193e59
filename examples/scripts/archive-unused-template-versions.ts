// Archives the versions of all templates that no workspace uses: `archive-unused-template-versions.ts [ORGANIZATION]`.
import { createClient } from "pulumi-coder/provider";

async function main([organization = "default"]: string[]): Promise<void> {
  const client = createClient({ url: process.env["CODER_URL"] ?? "", token: process.env["CODER_SESSION_TOKEN"] });
  for (const { id, name } of await client.getTemplates({ organization })) {
    const { archived_ids } = await client.archiveUnusedTemplateVersions(id, { all: true });
    console.log(`${name}: ${archived_ids.length} archived.`);
  }
  await client.close();
}

void main(process.argv.slice(2));
