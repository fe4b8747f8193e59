// Programs that a preview has to refuse, each with its message, and programs that it has to let pass, on both hosts.
// `npm run test:previews` runs all of test/preview-corpus and applies those that are correct; else a sample is
// previewed, each program on one of the hosts.
import fs from "node:fs";
import path from "node:path";
import { judge } from "../preview-corpus/judge";
import { readPrograms, type CorpusProgram, type Situation } from "../preview-corpus/programs";
import { HOSTS, type Host } from "./host-programs";
import { isServerBefore, useLive } from "./live";
import { STARTER_FAULTS, STARTER_TEMPLATES, STARTER_VARIABLES, useStarterTemplates } from "./preview-corpus-examples";
import { makeServerObjects, type CorpusServer } from "./preview-corpus-server";
import { CorpusStacks } from "./preview-corpus-stacks";
import { useObjects } from "./server-objects";

const objects = useObjects(() => live);
const live = useLive("corpus");

/** "all", or parts of the names of those that run; the sample without it. */
const WANTED = process.env["LIVE_PREVIEWS"];
const WANTED_HOSTS = HOSTS.filter((host) => (process.env["LIVE_PREVIEW_HOSTS"] ?? host).includes(host));

/** One of each sort. */
const SAMPLE: Record<"broken" | "correct", Record<string, Situation>> = {
  broken: {
    "admin-makes-workspace-for-another": "new",
    "commit-adds-required": "changed",
    "licence-for-require-active-version": "new",
    "parameter-no-option": "made",
    "parameters-all-at-once": "known",
    "reference-variable": "new",
    "schedule-of-no-hour": "new",
    "source-missing-folder": "new",
    "tags-of-no-daemon": "new",
    "template-name-taken": "new",
    "two-workspaces-of-one-name": "new",
    "values-immutable": "new",
    "variable-unknown": "new",
    "version-of-another-template": "new",
    "workspace-missing-for-build": "new",
  },
  correct: {
    "dynamic-blocks": "new",
    "json-syntax": "new",
    "module-many-times": "new",
    presets: "new",
    "variables-of-every-type": "new",
    "workspace-values-of-every-type": "made",
    "workspace-with-builds": "new",
    "commit-turns-type": "changed",
  },
};

interface Case {
  title: string;
  program: CorpusProgram;
  situation: Situation;
}

function isWanted(name: string): boolean {
  return WANTED === "all" || (WANTED ?? "").split(",").some((part) => part !== "" && name.includes(part));
}

function casesOf(kind: keyof typeof SAMPLE): Case[] {
  const cases = readPrograms(kind).flatMap((program) =>
    program.situations.map((situation) => ({ title: `${program.name} (${situation})`, program, situation })),
  );
  return cases.filter(({ program: { name }, situation }) =>
    WANTED === undefined ? SAMPLE[kind][name] === situation : isWanted(name),
  );
}

let server: CorpusServer;
const stacks = new CorpusStacks(live, () => server);
const starterTemplates = useStarterTemplates(() => live);

beforeAll(async () => {
  server = await makeServerObjects(live, objects);
});

if (WANTED === undefined)
  it("has every program of the sample", () => {
    for (const kind of ["broken", "correct"] as const)
      expect(casesOf(kind).map(({ program }) => program.name)).toEqual(Object.keys(SAMPLE[kind]).sort());
  });

async function expectJudged(host: Host, { program, situation }: Case): Promise<void> {
  const stack = await stacks.with(host, program, situation);
  live.proxy.clear();
  expect(judge(program, await stack.begin("preview").ended)).toEqual([]);
  // Only a version that is tried while previewing is made.
  if (program.configuration?.["coderd:validateAtPreview"] === undefined) expect(live.proxy.mutations()).toEqual([]);
}

/** Every other one: the hosts share the programs. */
function shareOf(host: Host, cases: readonly Case[]): Case[] {
  return cases.filter((_, index) => HOSTS[index % HOSTS.length] === host);
}

function previewedOn(host: Host, kind: keyof typeof SAMPLE): Case[] {
  const cases = casesOf(kind);
  return WANTED === undefined ? shareOf(host, cases) : cases;
}

/** It takes the server several seconds for each. */
function appliedOn(host: Host): Case[] {
  return WANTED === undefined ? [] : shareOf(host, casesOf("correct"));
}

describe.each(WANTED_HOSTS)("%s host", (host) => {
  const broken = previewedOn(host, "broken");
  if (broken.length > 0)
    describe("refuses", () => {
      it.each(broken)("$title", (each) => expectJudged(host, each));
    });

  const correct = previewedOn(host, "correct");
  if (correct.length > 0)
    describe("lets pass", () => {
      it.each(correct)("$title", (each) => expectJudged(host, each));
    });

  const applied = appliedOn(host);
  if (applied.length > 0)
    describe("applies", () => {
      it.each(applied)("$title", async ({ program, situation }) => {
        const stack = await stacks.own(host, program, situation);
        await stack.up();
        expect((await stack.preview()).operations).toEqual({});
        await stack.destroy();
      });
    });

  const examples = isServerBefore(2, 24) ? [] : STARTER_TEMPLATES.filter((name) => isWanted(`example-${name}`));
  if (examples.length > 0)
    describe("judges the server's starter template", () => {
      it.each(examples)("example-%s", async (id) => {
        const program = exampleProgram(id);
        const stack = await stacks.with(host, program, "new");
        fs.writeFileSync(path.join(stack.folder, "example.tar"), await starterTemplates.archive(id));
        expect(judge(program, await stack.begin("preview").ended)).toEqual([]);
      });
    });
});

function exampleProgram(id: string): CorpusProgram {
  const inputs = JSON.stringify({ source: { archive: "example.tar" }, variables: STARTER_VARIABLES[id] ?? {} });
  const faults = STARTER_FAULTS[id] ?? [];
  return {
    name: id,
    fails: faults.map((says) => ({ resource: "template", property: "source", says })),
    warns: [],
    hides: [],
    situations: ["new"],
    text: `new coderd.Template("template", { name, ...${inputs} });\n`,
    files: {},
  };
}
