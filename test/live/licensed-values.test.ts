// Any valid value of the inputs that need a licence, twenty at a time, on a fake server that has one: after the update
// neither preview nor refresh shows a difference, and what somebody changes on the dashboard, a refresh shows.
import { FakeCoder } from "../fakes/coder";
import { TOKEN } from "../fakes/http-server";
import { HOSTS, stackOn } from "./host-programs";
import {
  ABSENT,
  type Edit,
  expectDeclared,
  expectShown,
  halves,
  hostsOf,
  otherValue,
  ROWS,
  rowsOf,
  SEED,
} from "./input-values";
import { useLive } from "./live";
import { plainTemplate } from "./templates";
import { FAKE_VERSION, GROUP, LICENSED_TEMPLATE, USERS } from "./values/licensed";

const live = useLive("lval");

/** What the server holds where the dashboard's forms change it. */
const TEMPLATE_FIELDS = {
  autostopRequirement: "autostop_requirement",
  allowUserAutostart: "allow_user_autostart",
  allowUserAutostop: "allow_user_autostop",
  failureTtlMilliseconds: "failure_ttl_ms",
  timeTilDormantMilliseconds: "time_til_dormant_ms",
  timeTilDormantAutodeleteMilliseconds: "time_til_dormant_autodelete_ms",
  requireActiveVersion: "require_active_version",
  maxPortShareLevel: "max_port_share_level",
} as const;

const GROUP_FIELDS = {
  displayName: "display_name",
  avatarUrl: "avatar_url",
  quotaAllowance: "quota_allowance",
} as const;

/** Open until the stacks on them are destroyed. */
const fakes: FakeCoder[] = [];

afterAll(async () => {
  await Promise.all(fakes.map((fake) => fake.close()));
});

console.log(`Values of seed ${SEED}: PULUMI_CODERD_TEST_SEED=${SEED} npm run test:live -- licensed-values`);

/** As outputs have it. */
function withWeeks(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("daysOfWeek" in value)) return value;
  const { daysOfWeek, weeks } = value as { daysOfWeek: string[]; weeks?: number };
  return { daysOfWeek, weeks: Math.max(1, weeks ?? 1) };
}

/** As the server holds it. */
function toField(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("daysOfWeek" in value)) return value;
  const { daysOfWeek, weeks } = value as { daysOfWeek: string[]; weeks: number };
  return { days_of_week: daysOfWeek, weeks };
}

describe.each(hostsOf("plugin"))("on the %s host", (host) => {
  it(`${ROWS} templates and groups of any values are made, kept, and shown as somebody changes them`, async () => {
    const seed = SEED + HOSTS.indexOf(host);
    const server = await FakeCoder.start({ isLicensed: true });
    fakes.push(server);
    for (const user of USERS) server.addUser(user);
    const letter = (index: number): string => String.fromCharCode(97 + index);
    const inForm = (form: unknown, id: string): string | undefined =>
      form === ABSENT ? undefined : form === "ID" ? id.toUpperCase() : id;
    const templates = rowsOf(LICENSED_TEMPLATE, seed).map((row, index) => ({
      ...row,
      name: `t${letter(index)}`,
      adopt: inForm(row.adopt, row.adopt === ABSENT ? "" : server.addTemplate({ name: `t${letter(index)}` }).id),
    }));
    const groups = rowsOf(GROUP, seed).map((row, index) => ({
      ...row,
      name: `${letter(index)}${String(row.name)}`,
      adopt: inForm(row.adopt, row.adopt === ABSENT ? "" : server.addGroup({ name: `old-${letter(index)}` }).id),
    }));
    const content = rowsOf(FAKE_VERSION, seed).map(({ exampleId, provisionerTags }, index) => ({
      source: exampleId === ABSENT ? { files: plainTemplate(String(index)) } : { exampleId },
      provisionerTags,
    }));
    const stack = await stackOn(
      host,
      live,
      `
      const content = ${JSON.stringify(content)};
      for (const [index, { activeVersionId, ...inputs }] of ${JSON.stringify(templates)}.entries()) {
        // Every third template makes its version itself.
        if (index % 3 === 0) new coderd.Template("template-" + index, { ...inputs, ...content[index] });
        else {
          const version = new coderd.TemplateVersion("version-" + index, { ...content[index], templateName: inputs.name });
          const id = activeVersionId === "ID" ? version.id.apply((id) => id.toUpperCase()) : version.id;
          new coderd.Template("template-" + index, { ...inputs, activeVersionId: id });
        }
      }
      for (const [index, inputs] of ${JSON.stringify(groups)}.entries()) new coderd.Group("group-" + index, inputs);
    `,
      { environment: { CODER_URL: server.http.url, CODER_SESSION_TOKEN: TOKEN } },
    );
    const versions = content.filter((_each, index) => index % 3 !== 0).length;
    expect((await stack.up()).changes).toMatchObject({ create: 2 * ROWS + versions + 1 });
    expectDeclared(stack, "Template", { ...LICENSED_TEMPLATE, provisionerTags: FAKE_VERSION.provisionerTags });
    expectDeclared(stack, "TemplateVersion", { provisionerTags: FAKE_VERSION.provisionerTags });
    expectDeclared(stack, "Group", GROUP);
    await stack.expectNoChanges();
    expect((await stack.refresh()).operations).toEqual({});

    const edits: Edit[] = [];
    const edit = (name: string, held: object | undefined, key: string, field: string, tried: unknown[]): void => {
      const { outputs } = stack.stateOf(name);
      const value = otherValue(tried, outputs[key]);
      Object.assign(held ?? {}, { [field]: toField(value) });
      const known = edits.find((each) => each.name === name) ?? { name, values: {}, shows: [] };
      if (known.shows.length === 0) edits.push(known);
      known.values[key] = value;
      known.shows.push(key);
    };
    for (const [row, keys] of halves(
      Object.keys(TEMPLATE_FIELDS) as (keyof typeof TEMPLATE_FIELDS)[],
      seed,
    ).entries()) {
      const name = `template-${row}`;
      const held = server.templates.find(({ id }) => id === stack.stateOf(name).id);
      for (const key of keys)
        edit(
          name,
          held,
          key,
          TEMPLATE_FIELDS[key],
          templates.map((each) => withWeeks(each[key])),
        );
    }
    for (const [row, keys] of halves(Object.keys(GROUP_FIELDS) as (keyof typeof GROUP_FIELDS)[], seed).entries()) {
      const name = `group-${row}`;
      const held = server.groups.find(({ id }) => id === stack.stateOf(name).id);
      for (const key of keys)
        edit(
          name,
          held,
          key,
          GROUP_FIELDS[key],
          groups.map((each) => each[key]),
        );
    }
    await expectShown(stack, edits);
    await stack.up();
    await stack.expectNoChanges();
    await stack.destroy();
    expect(server.templates).toEqual([]);
  });
});
