// Any valid value of the inputs that need a licence, twenty at a time, on a fake server that has one: after the update
// neither preview nor refresh shows a difference, and what somebody changes on the dashboard, a refresh shows.
import fc from "fast-check";
import { PORT_SHARE_LEVELS, WEEKDAYS } from "../../provider/enumerations";
import { FakeCoder } from "../fakes/coder";
import { TOKEN } from "../fakes/http-server";
import { HOSTS, stackOn } from "./host-programs";
import { ABSENT, halves, lineOf, otherValue, ROWS, rowsOf, SEED, type Input } from "./input-values";
import { useLive } from "./live";

const live = useLive("lval");

const MINUTE = 60_000;
const LONGEST_MILLISECONDS = 9_223_372_036_854;
const LARGEST_QUOTA = 2 ** 31 - 1;
const USERS = ["ada", "bob", "eve"];

const days = fc.subarray([...WEEKDAYS]);
const text = fc.string({ unit: "binary", maxLength: 40 }).map((value) => value.replaceAll("\0", ""));
const role = fc.constantFrom("use", "admin");

const longTime: Input = {
  limits: [ABSENT, 0, MINUTE, LONGEST_MILLISECONDS],
  random: fc.integer({ min: MINUTE, max: LONGEST_MILLISECONDS }),
};

const TEMPLATE = {
  autostopRequirement: {
    limits: [ABSENT, { daysOfWeek: [], weeks: 1 }, { daysOfWeek: ["sunday", "monday"], weeks: 16 }],
    random: fc.record({ daysOfWeek: days, weeks: fc.integer({ min: 0, max: 16 }) }, { requiredKeys: ["daysOfWeek"] }),
  },
  autostartRequirement: { limits: [ABSENT, { daysOfWeek: [] }], random: fc.record({ daysOfWeek: days }) },
  allowUserAutostart: { limits: [ABSENT], random: fc.boolean() },
  allowUserAutostop: { limits: [ABSENT], random: fc.boolean() },
  failureTtlMilliseconds: longTime,
  timeTilDormantMilliseconds: longTime,
  timeTilDormantAutodeleteMilliseconds: longTime,
  requireActiveVersion: { limits: [ABSENT], random: fc.boolean() },
  deprecationMessage: { limits: [ABSENT, ""], random: text },
  maxPortShareLevel: { limits: [ABSENT], random: fc.constantFrom(...PORT_SHARE_LEVELS) },
  accessControl: {
    limits: [ABSENT, { users: [] }, { groups: [] }],
    random: fc.record(
      {
        users: fc
          .subarray(USERS)
          .chain((users) => fc.tuple(...users.map((user) => fc.record({ user: fc.constant(user), role })))),
        groups: fc.array(fc.record({ group: fc.constant("Everyone"), role }), { maxLength: 1 }),
      },
      { requiredKeys: ["users"] },
    ),
  },
} satisfies Record<string, Input>;

const GROUP = {
  name: { limits: ["x".repeat(240)], random: fc.stringMatching(/^[a-zA-Z0-9](-?[a-zA-Z0-9]){0,8}$/) },
  organization: { random: fc.constantFrom(ABSENT, "coder", "default") },
  displayName: { limits: [ABSENT, "", "d".repeat(64), "ß".repeat(32)], random: lineOf(60, 64) },
  avatarUrl: { limits: [ABSENT, ""], random: text },
  quotaAllowance: { limits: [ABSENT, 0, LARGEST_QUOTA], random: fc.integer({ min: 0, max: LARGEST_QUOTA }) },
  members: { limits: [ABSENT, []], random: fc.subarray(USERS) },
} satisfies Record<string, Input>;

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

/** As the server holds what a program writes in its own way. */
function toField(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("daysOfWeek" in value)) return value;
  const { daysOfWeek, weeks } = value as { daysOfWeek: string[]; weeks?: number };
  return { days_of_week: daysOfWeek, weeks: Math.max(1, weeks ?? 1) };
}

describe.each(HOSTS)("on the %s host", (host) => {
  it(`${ROWS} templates and groups of any values are made, kept, and shown as somebody changes them`, async () => {
    const seed = SEED + HOSTS.indexOf(host);
    const server = await FakeCoder.start({ isLicensed: true });
    fakes.push(server);
    for (const user of USERS) server.addUser(user);
    const templates = rowsOf(TEMPLATE, seed);
    const groups = rowsOf(GROUP, seed).map((row, index) => ({
      ...row,
      name: `${String.fromCharCode(97 + index)}${String(row.name)}`,
    }));
    const versions = templates.map(() => server.addVersion().id);
    const stack = await stackOn(
      host,
      live,
      `
      const versions = ${JSON.stringify(versions)};
      for (const [index, inputs] of ${JSON.stringify(templates)}.entries())
        new coderd.Template("template-" + index, { name: "t" + index, activeVersionId: versions[index], ...inputs });
      for (const [index, inputs] of ${JSON.stringify(groups)}.entries()) new coderd.Group("group-" + index, inputs);
    `,
      { environment: { CODER_URL: server.http.url, CODER_SESSION_TOKEN: TOKEN } },
    );
    expect((await stack.up()).changes).toMatchObject({ create: 2 * ROWS + 1 });
    await stack.expectNoChanges();
    expect((await stack.refresh()).operations).toEqual({});

    const shown: Record<string, string[]> = {};
    const templateKeys = Object.keys(TEMPLATE_FIELDS) as (keyof typeof TEMPLATE_FIELDS)[];
    const groupKeys = Object.keys(GROUP_FIELDS) as (keyof typeof GROUP_FIELDS)[];
    for (const [row, keys] of halves(templateKeys, seed).entries()) {
      const { id, outputs } = stack.stateOf(`template-${row}`);
      const held = server.templates.find((template) => template.id === id) ?? {};
      for (const key of keys) {
        const values = templates
          .map((each) => each[key])
          .filter((value) => value !== ABSENT)
          .map(toField);
        Object.assign(held, { [TEMPLATE_FIELDS[key]]: otherValue(values, toField(outputs[key]), row) });
      }
      shown[`template-${row}`] = [...keys].sort();
    }
    for (const [row, keys] of halves(groupKeys, seed).entries()) {
      const { id, outputs } = stack.stateOf(`group-${row}`);
      const held = server.groups.find((group) => group.id === id) ?? {};
      for (const key of keys)
        Object.assign(held, {
          [GROUP_FIELDS[key]]: otherValue(
            groups.map((each) => each[key]),
            outputs[key],
            row,
          ),
        });
      shown[`group-${row}`] = [...keys].sort();
    }
    const refreshed = await stack.refresh();
    const changed = refreshed.steps.filter(({ operation, name }) => operation !== "same" && name in shown);
    expect(Object.fromEntries(changed.map(({ name, changed: keys }) => [name, [...keys].sort()]))).toEqual(shown);
    await stack.up();
    await stack.expectNoChanges();
    await stack.destroy();
    expect(server.templates).toEqual([]);
  });
});
