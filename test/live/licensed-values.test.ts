// Any valid value of the inputs that need a licence, twenty at a time, on a fake server that has one: after the update
// neither preview nor refresh shows a difference, and what somebody changes on the dashboard, a refresh shows.
import fc from "fast-check";
import { PORT_SHARE_LEVELS, WEEKDAYS } from "../../provider/enumerations";
import { FakeCoder } from "../fakes/coder";
import { TOKEN } from "../fakes/http-server";
import { HOSTS, stackOn } from "./host-programs";
import {
  ABSENT,
  expectShown,
  halves,
  LONGEST_MILLISECONDS,
  lineOf,
  otherValue,
  ROWS,
  rowsOf,
  SEED,
  textOf,
  type Edit,
  type Input,
} from "./input-values";
import { useLive } from "./live";

const live = useLive("lval");

const MINUTE = 60_000;
const LARGEST_QUOTA = 2 ** 31 - 1;
const USERS = ["ada", "bob", "eve"];

const days = fc.subarray([...WEEKDAYS]);
const text = textOf(40);
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
