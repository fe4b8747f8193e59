// Dry runs and the evaluation of parameter values: from the server's answer to the function's result.
import { JOB, OWNER } from "../../fakes/client";
import { callFunction } from "../../fakes/function-call";
import { FakeServer } from "../../fakes/http-server";

const ID = "11111111-2222-4333-8444-555555555555";

let server: FakeServer;

beforeEach(async () => {
  server = await FakeServer.start();
});

afterEach(async () => {
  await server.close();
});

describe("dryRunTemplateVersion", () => {
  it("asks for the job once, after its log has ended", async () => {
    const route = "/templateversions/:id/dry-run";
    server
      .on(`POST ${route}`, { status: 201, json: { ...JOB, status: "pending" } })
      .onStream(`GET ${route}/:job/logs`, (stream) => stream.finish([]))
      .on(`GET ${route}/:job`, { json: JOB })
      .on(`GET ${route}/:job/resources`, { json: [] });
    expect(await callFunction(server, "dryRunTemplateVersion", { templateVersionId: ID })).toMatchObject({
      job: { id: JOB.id, status: "succeeded" },
    });
    const path = `/templateversions/${ID}/dry-run`;
    expect(server.log).toEqual([
      `POST ${path}`,
      `GET ${path}/${JOB.id}/logs`,
      `GET ${path}/${JOB.id}`,
      `GET ${path}/${JOB.id}/resources`,
    ]);
  });
});

describe("evaluateTemplateVersionParameters", () => {
  it("gives parameters as everywhere else, with value and diagnostics, and leaves out what is not known", async () => {
    const known = (value: string): object => ({ value, valid: true });
    const option = { name: "Europe", description: "", icon: "" };
    server.on("POST /templateversions/:id/dynamic-parameters/evaluate", {
      json: {
        id: 0,
        diagnostics: [],
        parameters: [
          {
            name: "region",
            type: "string",
            form_type: "radio",
            default_value: known("eu"),
            value: known("mars"),
            options: [
              { ...option, value: known("eu") },
              { ...option, value: { valid: false } },
            ],
            validations: [{ validation_error: "No such region.", validation_regex: "^eu$" }],
            diagnostics: [{ severity: "error", summary: "No such region.", detail: "", extra: { code: "x" } }],
          },
          { name: "later", type: "string", default_value: null, value: { valid: false } },
        ],
      },
    });
    const args = { templateVersionId: ID, parameters: { region: "mars" }, owner: "ada" };
    server.on("GET /users/:user", { json: OWNER });
    const nothing = {
      displayName: "",
      description: "",
      mutable: false,
      required: false,
      ephemeral: false,
      icon: "",
    };
    expect(await callFunction(server, "evaluateTemplateVersionParameters", args)).toEqual({
      diagnostics: [],
      parameters: [
        {
          ...nothing,
          name: "region",
          type: "string",
          formType: "radio",
          defaultValue: "eu",
          value: "mars",
          options: [{ ...option, value: "eu" }],
          validationError: "No such region.",
          validationRegex: "^eu$",
          diagnostics: [{ severity: "error", summary: "No such region.", detail: "" }],
        },
        { ...nothing, name: "later", type: "string", formType: "", options: [], diagnostics: [] },
      ],
    });
  });
});
