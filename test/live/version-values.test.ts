// Any valid value of any input of a template version, and of the promotion after it, twenty at a time: after the update
// neither preview nor refresh shows a difference, and what somebody changes on the dashboard, a refresh shows, and
// nothing else.
import { commitAll } from "../provider/source/fixtures";
import { HOSTS, programOn, stackOn, type Host } from "./host-programs";
import { ABSENT, type Edit, expectDeclared, expectShown, hostsOf, type Row, ROWS, rowsOf, SEED } from "./input-values";
import { useLive } from "./live";
import type { Stack } from "./stack";
import { plainTemplate } from "./templates";
import { placeShared, placeSource } from "./values/sources";
import { VARIABLES_CODE, withExpected } from "./values/templates";
import { FIRST_VERSION, SOURCE, SOURCE_KIND, TEMPLATE_PROMOTION, TEMPLATE_VERSION } from "./values/versions";

const live = useLive("vval");

/** So many templates have a second version, which is promoted. Of the others the first one is, as it is already. */
const SECOND_VERSIONS = 4;

console.log(`Values of seed ${SEED}: PULUMI_CODERD_TEST_SEED=${SEED} npm run test:live -- version-values`);

/** The rows as a program says them, without what inputs forbid beside each other. */
async function toInputs(
  host: Host,
  folder: string,
  rows: readonly Row<keyof typeof TEMPLATE_VERSION>[],
): Promise<Record<string, unknown>[]> {
  const organization = await live.api.request<{ id: string }>("GET", "/organizations/default");
  const sources = rowsOf({ kind: SOURCE_KIND, ...SOURCE }, SEED + HOSTS.indexOf(host));
  placeShared(folder);
  return Promise.all(
    rows.map(async (row, index) => {
      const letter = String.fromCharCode(97 + index);
      const source = sources[index];
      if (source === undefined) throw new Error("There are fewer sources than versions.");
      const code = `${VARIABLES_CODE}# ${host} ${index}\n`;
      const declared = await placeSource(folder, `source ${letter}`, code, source);
      const git = gitOf(declared);
      const ids: Record<string, string> = { id: organization.id, ID: organization.id.toUpperCase() };
      return {
        ...row,
        templateName: `${live.prefix}${host.charAt(0)}${letter}${String(row.templateName)}`.slice(0, 32),
        organization: ids[String(row.organization)] ?? row.organization,
        source: declared,
        variables: withExpected(row.variables),
        // Git gives what it is asked for.
        name: git.includes("name") ? ABSENT : row.name,
        message: git.includes("message") ? ABSENT : row.message,
      };
    }),
  );
}

function programOf(host: Host, versions: readonly Record<string, unknown>[]): string {
  const seed = SEED + HOSTS.indexOf(host);
  const firsts = rowsOf(FIRST_VERSION, seed);
  const promotions = rowsOf(TEMPLATE_PROMOTION, seed);
  const rows = versions.map((version, index) => ({
    version,
    form: firsts[index]?.firstVersionId,
    promotion: promotions[index],
    second: index < SECOND_VERSIONS ? { files: plainTemplate(`${host} ${index} second`) } : ABSENT,
  }));
  return `
const inForm = (form, id) => form === "ID" ? id.apply((id) => id.toUpperCase()) : id;
for (const [index, { version: inputs, form, promotion, second }] of ${JSON.stringify(rows)}.entries()) {
  const { templateName: name, organization } = inputs;
  let version = new coderd.TemplateVersion("version-" + index, inputs);
  const template = new coderd.Template("template-" + index, { name, organization, firstVersionId: inForm(form, version.id) });
  if (second)
    version = new coderd.TemplateVersion(
      "second-" + index,
      { templateName: name, organization, source: second },
      { dependsOn: template },
    );
  new coderd.TemplatePromotion("promotion-" + index, {
    templateId: inForm(promotion.templateId, template.id),
    templateVersionId: inForm(promotion.templateVersionId, version.id),
    onDelete: promotion.onDelete,
  });
}
`;
}

/** What the server has of each version is what the program says; `isEdited`: where Git says it, by hand now. */
async function expectOnServer(
  stack: Stack,
  declared: readonly Record<string, unknown>[],
  isEdited = false,
): Promise<void> {
  const held = await Promise.all(declared.map((_each, row) => live.api.version(idOf(stack, `version-${row}`))));
  for (const [row, { name, message, source }] of declared.entries()) {
    const git = gitOf(source);
    if (isEdited && git.length > 0) continue;
    expect({ row, ...held[row] }).toMatchObject({
      row,
      ...(name === ABSENT ? {} : { name }),
      ...(git.includes("name") && { name: expect.stringMatching(/^[0-9a-f]{12}-[0-9a-f]{16}$/) as string }),
      message: git.includes("message")
        ? (expect.stringMatching(/^The sources\.\n\nCommit /) as string)
        : (message ?? ""),
      archived: false,
    });
  }
}

/** As the dashboard renames and describes versions, archives those that are not active, and promotes others. */
async function editByHand(stack: Stack, declared: readonly Record<string, unknown>[]): Promise<Edit[]> {
  const edits = await Promise.all(
    declared.map(async ({ source }, row): Promise<Edit[]> => {
      const id = idOf(stack, `version-${row}`);
      const { name, message } = await live.api.version(id);
      const values = {
        ...(row % 3 !== 0 && { name: `${name.slice(0, 60)}-x${row}` }),
        ...(row % 3 !== 1 && { message: row % 2 === 0 && message !== "" ? "" : `Also ${row}.` }),
      };
      await live.api.request("PATCH", `/templateversions/${id}`, { name, message, ...values });
      const isRenamed = "name" in values;
      const shows = [...Object.keys(values), ...(isRenamed ? ["url"] : [])];
      // Of versions that Git names and describes, nothing is declared.
      const version = { name: `version-${row}`, values: { ...values }, shows, left: gitOf(source) };
      const before = { ...(isRenamed && { previousVersionName: values.name }) };
      const promotion = { name: `promotion-${row}`, values: before, shows: Object.keys(before) };
      if (row >= SECOND_VERSIONS) {
        if (isRenamed) {
          Object.assign(promotion.values, { templateVersionName: values.name });
          promotion.shows.push("templateVersionName", "url");
        }
        return [version, promotion];
      }
      if (row % 2 === 0) {
        await live.api.request("POST", `/templateversions/${id}/archive`);
        Object.assign(version.values, { archived: true });
        shows.push("archived");
        return [version, promotion];
      }
      await live.api.request("PATCH", `/templates/${idOf(stack, `template-${row}`)}/versions`, { id });
      Object.assign(promotion.values, { templateVersionId: id, templateVersionName: values.name ?? name });
      promotion.shows.push("templateVersionId", "templateVersionName", "url");
      const template = { name: `template-${row}`, values: { activeVersionId: id }, shows: ["activeVersionId"] };
      return [version, promotion, template];
    }),
  );
  return edits.flat();
}

function gitOf(source: unknown): string[] {
  return (source as { git?: string[] }).git ?? [];
}

function idOf(stack: Stack, name: string): string {
  return stack.stateOf(name).id ?? "";
}

describe.each(hostsOf("plugin"))("on the %s host", (host) => {
  it(`${ROWS} versions of any values are made, promoted, kept, and shown as somebody changes them`, async () => {
    const stack = await stackOn(host, live, "");
    const declared = await toInputs(host, stack.folder, rowsOf(TEMPLATE_VERSION, SEED + HOSTS.indexOf(host)));
    stack.writeFile(".gitignore", "node_modules\n");
    commitAll(stack.folder, "The sources.");
    stack.writeProgram(programOn(host, programOf(host, declared)));
    const create = 3 * ROWS + SECOND_VERSIONS + 1;
    expect((await stack.preview()).changes).toMatchObject({ create });
    expect((await stack.up()).changes).toMatchObject({ create });
    // What the preview imported, the update took.
    const imports = live.proxy.mutations().filter((each) => each.endsWith("/templateversions"));
    expect(imports).toHaveLength(ROWS + SECOND_VERSIONS);
    expectDeclared(stack, "TemplateVersion", TEMPLATE_VERSION);
    expectDeclared(stack, "Template", FIRST_VERSION);
    expectDeclared(stack, "TemplatePromotion", TEMPLATE_PROMOTION);
    const sources = declared.flatMap((_each, row) =>
      Object.keys(stack.stateOf(`version-${row}`).inputs["source"] as object),
    );
    expect([...new Set(sources)].sort()).toEqual(Object.keys(SOURCE).sort());
    await expectOnServer(stack, declared);
    await stack.expectNoChanges();
    expect((await stack.refresh()).operations).toEqual({});

    await expectShown(stack, await editByHand(stack, declared));
    await stack.up();
    await expectOnServer(stack, declared, true);
    await stack.expectNoChanges();
    await stack.destroy();
  });
});
