// How many requests it takes to make and roll out a hundred workspaces whose builds wait for each other. Streams count
// as well.
import { workspaceHandler } from "../../../../provider/resources/workspace/workspace";
import type { FakeCoder } from "../../../fakes/coder";
import { parameter } from "../../../fakes/coder/template-versions";
import { Driver } from "../../../fakes/driver";
import type { RecordedRequest } from "../../../fakes/http-server";
import { addTemplate, startCoder } from "../../../fakes/workspace-runs";

const COUNT = 100;

const parameters = [
  parameter("cpus", "number", { default_value: "2" }),
  parameter("region", "string", { default_value: "eu" }),
];

/** The requests, with a number for each in place of ids; those of the shared polling apart. */
async function requestsOf(coder: FakeCoder, run: Promise<unknown>) {
  await coder.queue?.workUntil(run);
  const requests = coder.http.requests.splice(0);
  const isPoll = ({ path }: RecordedRequest): boolean => path.endsWith("/provisionerjobs");
  const kinds: Record<string, number> = {};
  for (const request of requests.filter((each) => !isPoll(each))) {
    const kind = `${request.method} ${request.path.replace("/api/v2", "").replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "*")}`;
    kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  return { kinds, polls: requests.filter(isPoll).length };
}

async function setUp(isClassic: boolean) {
  const coder = await startCoder();
  const { templateId, versionId } = addTemplate(coder, parameters, { use_classic_parameter_flow: isClassic });
  coder.startQueue();
  const workspaces = Array.from(
    { length: COUNT },
    (_workspace, index) => new Driver(workspaceHandler, coder, { resourceName: `dev${index}` }),
  );
  const create = (each: Driver): Promise<unknown> =>
    workspaceHandler
      .create(coder.context({ resourceName: each.name }), {
        name: each.name,
        templateVersionId: versionId,
        parameters: { cpus: 4 },
      })
      .then((made) => Object.assign(each, made));
  const created = await requestsOf(coder, Promise.all(workspaces.map(create)));
  return { coder, workspaces, templateId, versionId, created };
}

const FACTS = { "GET /templateversions/*": 1, "GET /templateversions/*/rich-parameters": 1 };

const LISTS = "GET /workspaces";

/** How many requests found out about workspaces. Those that are asked for at the same time share a list. */
function takeLooks(kinds: Record<string, number>): { lists: number; all: number } {
  const { [LISTS]: lists = 0, "GET /workspaces/*": alone = 0 } = kinds;
  delete kinds[LISTS];
  delete kinds["GET /workspaces/*"];
  return { lists, all: lists + alone };
}

function totalOf(kinds: Record<string, number>): number {
  return Object.values(kinds).reduce((sum, count) => sum + count, 0);
}

/** Where the machine is slow, a stream is opened again before the answer that the build has ended. */
function expectAbout(kinds: Record<string, number>, expected: Record<string, number>): void {
  const late = Object.entries(kinds).filter(([kind, count]) => {
    const wanted = expected[kind] ?? 0;
    return count < wanted || count > (wanted >= COUNT ? wanted * 1.1 : wanted);
  });
  expect(late).toEqual([]);
  expect(Object.keys(kinds).sort()).toEqual(Object.keys(expected).sort());
}

describe("a hundred workspaces", () => {
  it.each([
    [true, 0],
    [false, COUNT],
  ])("are made with three requests each (classic flow: %s)", async (isClassic, values) => {
    const { created } = await setUp(isClassic);
    expect(takeLooks(created.kinds).all).toBeLessThanOrEqual(COUNT);
    expectAbout(created.kinds, {
      ...FACTS,
      "POST /users/me/workspaces": COUNT,
      "GET /workspacebuilds/*/logs": COUNT,
      ...(values > 0 && { "GET /workspacebuilds/*/parameters": values }),
      "GET /users/me": 1,
    });
    expect(created.polls).toBeLessThan(20);
  });

  it.each([
    [true, COUNT],
    // What the template's code computes for a build may be secret, and is known only from the server.
    [false, 2 * COUNT],
  ])(
    "are rolled out with at most eight requests each, those for values included (classic flow: %s)",
    async (isClassic, values) => {
      const { coder, workspaces, templateId } = await setUp(isClassic);
      // Somebody's build, whose values nobody has asked for.
      for (const { id } of workspaces) {
        coder.build(id, { transition: "start" });
        coder.end(id);
      }
      const v2 = coder.addVersion({ template_id: templateId, name: "v2", parameters }).id;
      const update = (each: Driver): Promise<unknown> =>
        workspaceHandler.update(coder.context({ resourceName: each.name }), each.id, each.outputs, {
          name: each.name,
          templateVersionId: v2,
          parameters: { cpus: 4 },
        });
      const { kinds, polls } = await requestsOf(coder, Promise.all(workspaces.map(update)));
      expect(totalOf(kinds)).toBeLessThanOrEqual(8 * COUNT);
      const looks = takeLooks(kinds);
      // All begin at the same time, and what they begin with is in a few lists.
      expect(looks.lists).toBeGreaterThan(1);
      expect(looks.all).toBeLessThanOrEqual(2 * COUNT + 5);
      expectAbout(kinds, {
        ...FACTS,
        "GET /workspacebuilds/*/parameters": values,
        "POST /workspaces/*/builds": 2 * COUNT,
        "GET /workspacebuilds/*/logs": 2 * COUNT,
      });
      expect(polls).toBeLessThan(20);
      expect(coder.workspaces.every(({ latest_build }) => latest_build.template_version_id === v2)).toBe(true);
    },
  );

  it("are deleted, with no second try for the list, where the token may not list jobs", async () => {
    const { coder, workspaces } = await setUp(true);
    if (coder.queue !== undefined) coder.queue.mayBeListed = false;
    const destroy = (each: Driver): Promise<unknown> =>
      workspaceHandler.delete(coder.context({ resourceName: each.name }), each.id, each.outputs);
    const { kinds, polls } = await requestsOf(coder, Promise.all(workspaces.slice(0, 10).map(destroy)));
    expect(kinds["POST /workspaces/*/builds"]).toBe(10);
    expect(polls).toBeLessThanOrEqual(1);
    expect(coder.liveWorkspaces).toHaveLength(COUNT - 10);
  });
});
