// How questions about parameter values reach the server: few by requests, the others over one connection.
import { createClient } from "../../../../provider/client/client";
import { evaluateParameters } from "../../../../provider/resources/builds/evaluations";
import type { FakeCoder } from "../../../fakes/coder";
import { converse, evaluated } from "../../../fakes/coder/template-versions";
import { bob, me } from "../../../fakes/coder/users";
import { takeCounts } from "../../../fakes/request-counts";
import { addTemplate, startCoder } from "../../../fakes/workspace-runs";
import type { FakeStream } from "../../../fakes/web-socket";

const POST = "POST /templateversions/:id/dynamic-parameters/evaluate";
const STREAM = "GET /templateversions/:id/dynamic-parameters";

interface Asked {
  coder: FakeCoder;
  streams: FakeStream[];
  /** Asks with these values, and answers with the names of the parameters. */
  ask: (cpus: number, owner?: string, signal?: AbortSignal) => Promise<string[]>;
}

async function setUp(serve: (coder: FakeCoder, stream: FakeStream) => void = converse): Promise<Asked> {
  const coder = await startCoder();
  coder.evaluation = [evaluated("cpus", "number")];
  const { versionId } = addTemplate(coder);
  const streams: FakeStream[] = [];
  coder.http.onStream(STREAM, (stream) => {
    streams.push(stream);
    serve(coder, stream);
  });
  const ask: Asked["ask"] = async (cpus, owner = me.id, signal = new AbortController().signal) => {
    const asked = { inputs: { cpus: String(cpus) }, owner_id: owner };
    const { parameters } = await evaluateParameters(coder.context({ signal }), versionId, asked);
    return parameters.map(({ name }) => name);
  };
  return { coder, streams, ask };
}

describe("evaluateParameters", () => {
  it("asks three times by requests, then over one connection, each question with its owner", async () => {
    const { coder, streams, ask } = await setUp();
    for (let cpus = 0; cpus < 30; cpus++) expect(await ask(cpus, cpus % 2 === 0 ? me.id : bob.id)).toEqual(["cpus"]);
    expect(await Promise.all([30, 31, 32].map((cpus) => ask(cpus)))).toEqual([["cpus"], ["cpus"], ["cpus"]]);
    expect(takeCounts(coder)).toEqual({ [POST]: 3, [STREAM]: 1 });
    const sent = streams[0]?.texts.map((text) => JSON.parse(text) as unknown);
    expect(sent?.slice(0, 2)).toEqual([
      { id: 0, inputs: { cpus: "3" }, owner_id: bob.id },
      { id: 1, inputs: { cpus: "4" }, owner_id: me.id },
    ]);
    expect(sent).toHaveLength(30);
  });

  it("takes no answer to another question for its own", async () => {
    const { ask } = await setUp((_coder, stream) => {
      const answer = (id: number, name: string): void =>
        stream.send({ id, diagnostics: [], parameters: [evaluated(name, "number")] });
      stream.onText = (text) => {
        const { id, inputs } = JSON.parse(text) as { id: number; inputs: { cpus: string } };
        answer(id + 7, "not asked");
        answer(id, `for ${inputs.cpus}`);
        answer(id, `for ${inputs.cpus}`);
      };
      answer(-1, "without input");
    });
    for (let cpus = 0; cpus < 3; cpus++) await ask(cpus);
    for (let cpus = 3; cpus < 9; cpus++) expect(await ask(cpus)).toEqual([`for ${cpus}`]);
  });

  it("asks for each token by itself, which may have other rights", async () => {
    const { coder, ask } = await setUp();
    for (let cpus = 0; cpus < 5; cpus++) await ask(cpus);
    takeCounts(coder);
    const other = createClient({ url: coder.url, token: "zzzzzzzzzz-0123456789abcdefghijkl" });
    const signal = new AbortController().signal;
    const { versionId } = coder.versions.map(({ id }) => ({ versionId: id }))[0] ?? { versionId: "" };
    for (const cpus of ["4", "5"])
      await evaluateParameters({ ...coder.context({ signal }), client: other }, versionId, {
        inputs: { cpus },
        owner_id: me.id,
      });
    expect(takeCounts(coder)).toEqual({ [POST]: 2 });
    await other.close();
  });

  it("counts a broken connection once, however many questions it had", async () => {
    let isFirst = true;
    const { coder, ask } = await setUp((server, stream) => {
      converse(server, stream);
      if (isFirst) stream.onText = () => stream.drop();
      isFirst = false;
    });
    for (let cpus = 0; cpus < 3; cpus++) await ask(cpus);
    await Promise.all([3, 4, 5, 6].map((cpus) => ask(cpus)));
    takeCounts(coder);
    for (let cpus = 20; cpus < 30; cpus++) await ask(cpus);
    expect(takeCounts(coder)).toEqual({ [STREAM]: 1 });
  });

  it("asks once what is asked alike", async () => {
    const { coder, ask } = await setUp();
    for (let cpus = 0; cpus < 20; cpus++) await ask(cpus % 2);
    expect(takeCounts(coder)).toEqual({ [POST]: 2 });
  });

  it("closes the connection when nothing more is asked, and opens another one later", async () => {
    const { coder, streams, ask } = await setUp();
    for (let cpus = 0; cpus < 5; cpus++) await ask(cpus);
    await streams[0]?.closed;
    await ask(5);
    expect(takeCounts(coder)).toEqual({ [POST]: 3, [STREAM]: 2 });
  });

  it.each([
    ["no WebSocket comes through", (_coder: FakeCoder, stream: FakeStream) => stream.drop()],
    ["it is refused", (_coder: FakeCoder, stream: FakeStream) => stream.close(1011)],
  ])("goes on by requests when %s", async (_why, serve) => {
    const { coder, streams, ask } = await setUp(serve);
    for (let cpus = 0; cpus < 6; cpus++) expect(await ask(cpus)).toEqual(["cpus"]);
    expect(takeCounts(coder)).toMatchObject({ [POST]: 6 });
    expect(streams).toHaveLength(1);
  });

  it("asks by a request what a broken connection did not answer, and opens three at most", async () => {
    const { coder, streams, ask } = await setUp((server, stream) => {
      converse(server, stream);
      stream.onText = () => stream.drop();
    });
    for (let cpus = 0; cpus < 9; cpus++) expect(await ask(cpus)).toEqual(["cpus"]);
    expect(takeCounts(coder)).toMatchObject({ [POST]: 9 });
    expect(streams).toHaveLength(3);
  });

  it("asks by a request when no answer comes in time", async () => {
    const { coder, ask } = await setUp(() => {});
    const { setTimeout: wait } = globalThis;
    const shortened = (run: () => void, milliseconds?: number): NodeJS.Timeout =>
      wait(run, milliseconds === 15_000 ? 20 : milliseconds);
    const spy = jest.spyOn(globalThis, "setTimeout").mockImplementation(shortened);
    try {
      for (let cpus = 0; cpus < 5; cpus++) expect(await ask(cpus)).toEqual(["cpus"]);
    } finally {
      spy.mockRestore();
    }
    expect(takeCounts(coder)).toEqual({ [POST]: 5, [STREAM]: 1 });
  });

  it("ends with the operation that asks", async () => {
    const { ask } = await setUp((server, stream) => {
      converse(server, stream);
      stream.onText = () => controller.abort(new Error("interrupted"));
    });
    const controller = new AbortController();
    for (let cpus = 0; cpus < 3; cpus++) await ask(cpus);
    await expect(ask(3, me.id, controller.signal)).rejects.toThrow("interrupted");
  });
});
