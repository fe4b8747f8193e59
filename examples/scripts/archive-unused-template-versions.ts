// Archives the versions that no workspace uses, of all templates of an organization. Active versions stay.
import { script } from "./script";

script("archive-unused-template-versions.ts [ORGANIZATION]", async (client, organization = "default") => {
  // Deprecated templates are in no list but their own.
  const lists = await Promise.all([undefined, "deprecated:true"].map((q) => client.getTemplates({ organization, q })));
  for (const { id, name } of lists.flat()) {
    const { archived_ids } = await client.archiveUnusedTemplateVersions(id, { all: true });
    console.log(`${name}: ${archived_ids.length} archived.`);
  }
});
