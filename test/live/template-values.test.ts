// Any valid value of any input of a template, twenty at a time: after the update neither preview nor refresh shows a
// difference, and what somebody changes on the dashboard, a refresh shows, and nothing else.
import { HOSTS, stackOn } from "./host-programs";
import {
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
import { TEMPLATE, VARIABLES_CODE, withExpected } from "./values/templates";

const live = useLive("tval");

/** How the dashboard's forms send a change, and which outputs show it. */
const BY_HAND = {
  name: { field: "name", shows: ["name", "sourceVersion", "url"] },
  displayName: { field: "display_name", shows: ["displayName"] },
  description: { field: "description", shows: ["description"] },
  icon: { field: "icon", shows: ["icon"] },
  defaultTtlMilliseconds: { field: "default_ttl_ms", shows: ["defaultTtlMilliseconds"] },
  activityBumpMilliseconds: { field: "activity_bump_ms", shows: ["activityBumpMilliseconds"] },
  allowUserCancelWorkspaceJobs: {
    field: "allow_user_cancel_workspace_jobs",
    shows: ["allowUserCancelWorkspaceJobs"],
  },
  useClassicParameterFlow: { field: "use_classic_parameter_flow", shows: ["useClassicParameterFlow"] },
};
type EditedKey = keyof typeof BY_HAND;

console.log(`Values of seed ${SEED}: PULUMI_CODERD_TEST_SEED=${SEED} npm run test:live -- template-values`);

describe.each(hostsOf("dynamic"))("on the %s host", (host) => {
  it(`${ROWS} templates of any values are made, kept, and shown as somebody changes them`, async () => {
    const rows = rowsOf(TEMPLATE, SEED + HOSTS.indexOf(host));
    const nameOf = (row: number, name: unknown): string =>
      `${live.prefix}${host.charAt(0)}${String.fromCharCode(97 + row)}${String(name)}`.slice(0, 32);
    const declared = rows.map((row, index) => ({
      ...row,
      name: nameOf(index, row.name),
      variables: withExpected(row.variables),
      source: { files: { "main.tf": `${VARIABLES_CODE}# ${index}\n`, ...(row.source as object) } },
    }));
    const program = `
      for (const [index, inputs] of ${JSON.stringify(declared)}.entries()) new coderd.Template("template-" + index, inputs);
    `;
    const stack = await stackOn(host, live, program);
    // What it imports, the update takes.
    expect((await stack.preview()).changes).toMatchObject({ create: ROWS + 1 });
    expect((await stack.up()).changes).toMatchObject({ create: ROWS + 1 });
    expect(live.proxy.mutations().filter((each) => each.endsWith("/templateversions"))).toHaveLength(ROWS);
    expectDeclared(stack, "Template", TEMPLATE);
    await stack.expectNoChanges();
    expect((await stack.refresh()).operations).toEqual({});

    const edits: Edit[] = [];
    for (const [row, keys] of halves(Object.keys(BY_HAND) as EditedKey[], SEED).entries()) {
      const name = `template-${row}`;
      const { id = "", outputs } = stack.stateOf(name);
      const values = keys.map((key) => {
        const tried = rows.map((each) => (key === "name" ? nameOf(row, each.name) : each[key]));
        return [key, otherValue(tried, outputs[key], row)] as const;
      });
      await live.api.editTemplate(id, Object.fromEntries(values.map(([key, value]) => [BY_HAND[key].field, value])));
      edits.push({ name, values: Object.fromEntries(values), shows: keys.flatMap((key) => BY_HAND[key].shows) });
    }
    await expectShown(stack, edits);
    await stack.up();
    await stack.expectNoChanges();
    await stack.destroy();
  });
});
