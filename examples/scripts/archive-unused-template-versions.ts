// Archives the template versions that no workspace uses, of all templates of an organization. Active versions stay.
// Run: set CODER_URL and CODER_SESSION_TOKEN, then `npx ts-node archive-unused-template-versions.ts`.
import { script } from "./script";

script("archive-unused-template-versions.ts [ORGANIZATION]", async (client, organization = "default") => {
  // The server leaves deprecated templates out of the list, unless one asks for them.
  const lists = await Promise.all([undefined, "deprecated:true"].map((q) => client.getTemplates({ organization, q })));
  for (const { id, name } of lists.flat()) {
    const { archived_ids } = await client.archiveUnusedTemplateVersions(id, { all: true });
    console.log(`${name}: ${archived_ids.length} archived.`);
  }
});
