// Conversion of typed filters to the server's search language.
import { InputError } from "../../../provider/errors";
import { workspaceQueries } from "../../../provider/functions/workspace-filter";

describe("workspaceQueries", () => {
  it("is one search for everything without filters", () => {
    expect(workspaceQueries({})).toEqual([undefined]);
    expect(workspaceQueries({ query: " ", parameters: {} })).toEqual([undefined]);
  });

  it("names each filter as the server does, in quotation marks where it holds what separates", () => {
    const filter = {
      owner: "me",
      name: "größer b",
      status: "running",
      agentStatus: "connected",
      dormant: false,
      outdated: true,
    } as const;
    const times = { lastUsedAfter: "2026-01-01T00:00:00Z" };
    expect(workspaceQueries({ ...filter, ...times, query: "has-ai-task:true" })).toEqual([
      'owner:me name:"größer b" status:running has-agent:connected last_used_after:"2026-01-01T00:00:00Z" dormant:false outdated:true ' +
        "has-ai-task:true",
    ]);
  });

  it("searches for each parameter by itself, and for the query, which may name others", () => {
    expect(
      workspaceQueries({ owner: "me", parameters: { "disk size": "10:20", region: "eu" }, query: "param:gpu" }),
    ).toEqual(['owner:me param:"disk size=10:20"', 'owner:me param:"region=eu"', "owner:me param:gpu"]);
  });

  it("takes no character of a name for a wildcard", () => {
    expect(workspaceQueries({ name: "a_b%c\\" })).toEqual(['name:"a\\_b\\%c\\\\"']);
  });

  it.each([
    ["name", { name: 'a"b' }, "quotation mark"],
    ["parameters", { parameters: { region: "a,b" } }, '"region"'],
    ["parameters", { parameters: { "a=b": "c" } }, '"a=b"'],
    ["parameters", { parameters: { region: "eu " } }, '"region"'],
  ])("refuses at %s what the server would split or cut", (property, filter, text) => {
    expect(() => workspaceQueries(filter)).toThrow(InputError);
    expect(() => workspaceQueries(filter)).toThrow(`\`${property}\``);
    expect(() => workspaceQueries(filter)).toThrow(text);
  });

  it("refuses all at once", () => {
    expect(() => workspaceQueries({ owner: '"', template: '"', parameters: { a: "," } })).toThrow(
      /`owner`.*\n`template`.*\n`parameters`/,
    );
  });
});
