// Typed filters as the server's search language.
import { InputError } from "../../../provider/errors";
import { workspaceQuery } from "../../../provider/functions/workspace-filter";

describe("workspaceQuery", () => {
  it("is nothing without filters", () => {
    expect(workspaceQuery({})).toBeUndefined();
    expect(workspaceQuery({ query: " " })).toBeUndefined();
  });

  it("names each filter as the server does, in quotation marks where it holds what separates", () => {
    const filter = { owner: "me", name: "größer b", status: "running", agentStatus: "connected", dormant: false, outdated: true } as const;
    const times = { lastUsedAfter: "2026-01-01T00:00:00Z" };
    expect(workspaceQuery({ ...filter, ...times, parameters: { "disk size": "10:20" }, query: "has-ai-task:true" })).toBe(
      'owner:me name:"größer b" status:running has-agent:connected last_used_after:"2026-01-01T00:00:00Z" dormant:false outdated:true ' +
        'param:"disk size=10:20" has-ai-task:true',
    );
  });

  it.each([
    ["name", { name: 'a"b' }, "quotation mark"],
    ["parameters", { parameters: { region: "a,b" } }, '"region"'],
    ["parameters", { parameters: { "a=b": "c" } }, '"a=b"'],
  ])("refuses at %s what the server would split", (property, filter, text) => {
    expect(() => workspaceQuery(filter)).toThrow(InputError);
    expect(() => workspaceQuery(filter)).toThrow(`\`${property}\``);
    expect(() => workspaceQuery(filter)).toThrow(text);
  });
});
