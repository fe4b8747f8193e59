import {
  checkOrganization,
  findOrganization,
  organizationChanged,
  organizationOf,
  organizationToDeclare,
} from "../../../../provider/resources/names/organizations";
import { UNKNOWN } from "../../../../provider/values";
import { FakeCoder } from "../../../fakes/coder";
import { refuse } from "../../../fakes/coder/common";
import { ORGANIZATIONS } from "../../../fakes/coder/users";

const [CODER, RESEARCH] = ORGANIZATIONS;
const ROUTE = "GET /organizations/:organization";

let server: FakeCoder;

beforeEach(async () => {
  server = await FakeCoder.start();
});

afterEach(async () => {
  await server.close();
});

describe("organizationOf", () => {
  it("is the declared one, else the provider's", () => {
    expect(organizationOf(server.context(), "research")).toBe("research");
    expect(organizationOf(server.context({ defaultOrganization: "mine" }), undefined)).toBe("mine");
  });
});

describe("findOrganization", () => {
  it("asks once, for all that ask at the same time and later, by name or by id", async () => {
    const context = server.context();
    const [first, second] = await Promise.all([findOrganization(context, "coder"), findOrganization(context, "coder")]);
    expect(first).toEqual(second);
    expect((await findOrganization(context, CODER?.id ?? ""))?.name).toBe("coder");
    expect(server.http.requestsTo(ROUTE)).toHaveLength(1);
  });

  it("finds nothing where there is none, and asks again the next time", async () => {
    expect(await findOrganization(server.context(), "nowhere")).toBeUndefined();
    server.http.on(ROUTE, { json: { id: "o1", name: "nowhere" } });
    expect((await findOrganization(server.context(), "nowhere"))?.id).toBe("o1");
  });

  it("throws what is no answer, and asks again the next time", async () => {
    server.http.on(ROUTE, refuse(500, "Internal error."), { json: CODER });
    await expect(findOrganization(server.context(), "coder")).rejects.toThrow(/^Internal error\./);
    expect((await findOrganization(server.context(), "coder"))?.id).toBe(CODER?.id);
  });
});

describe("checkOrganization", () => {
  it("says where a name comes from that nobody declared", async () => {
    const there = "or the token's user is not a member of it. Give the name or the id of one where the user is.";
    expect(await checkOrganization(server.context(), "coder")).toEqual([]);
    expect(await checkOrganization(server.context(), undefined)).toEqual([]);
    expect(await checkOrganization(server.context(), "nowhere")).toEqual([
      { property: "organization", reason: `There is no organization "nowhere", ${there}` },
    ]);
    expect(await checkOrganization(server.context({ defaultOrganization: "nowhere" }), undefined)).toEqual([
      {
        property: "organization",
        reason:
          `There is no organization "nowhere", ${there} It comes from \`coderd:organization\` or ` +
          `\`CODER_ORGANIZATION\`.`,
      },
    ]);
  });

  it("asks nothing while it is unknown", async () => {
    expect(await checkOrganization(server.context(), UNKNOWN)).toEqual([]);
    expect(server.http.requests).toEqual([]);
  });
});

describe("organizationChanged", () => {
  const state = { organization: "coder", organizationId: CODER?.id };

  it("asks nothing when the same name or id is declared", async () => {
    expect(await organizationChanged(server.context(), state, "coder")).toBe(false);
    expect(await organizationChanged(server.context(), state, CODER?.id)).toBe(false);
    expect(server.http.requests).toEqual([]);
  });

  it("knows the organization again by another name, and when it is no longer declared", async () => {
    expect(await organizationChanged(server.context(), { organizationId: CODER?.id }, "coder")).toBe(false);
    expect(await organizationChanged(server.context(), state, "default")).toBe(false);
    expect(await organizationChanged(server.context(), state, undefined)).toBe(false);
    expect(
      await organizationChanged(
        server.context(),
        { organization: "research", organizationId: RESEARCH?.id },
        undefined,
      ),
    ).toBe(true);
  });

  it("takes another, and an unknown one, for a change", async () => {
    expect(await organizationChanged(server.context(), state, "research")).toBe(true);
    expect(await organizationChanged(server.context(), state, UNKNOWN)).toBe(true);
    expect(server.told).toEqual([]);
  });

  it("moves with the provider's organization what names none, and says so", async () => {
    const context = server.context({ defaultOrganization: "research" });
    expect(await organizationChanged(context, { organizationId: CODER?.id }, undefined)).toBe(true);
    expect(server.told).toEqual([
      'info: The provider\'s organization is "research" now, which is not where this resource is. Set `organization` to leave it there.',
    ]);
  });
});

describe("organizationToDeclare", () => {
  it("is nothing for the provider's own, and the name of any other", async () => {
    expect(await organizationToDeclare(server.context(), CODER?.id ?? "")).toBeUndefined();
    expect(await organizationToDeclare(server.context(), RESEARCH?.id ?? "")).toBe("research");
  });
});
