// Changing a part of a template: what the request leaves out stays, though the server would reset it.
import type { UpdateTemplateRequest } from "../../../provider/client/templates";
import { FakeCoder } from "../../fakes/coder";
import { rejection } from "../../fakes/client";

const PARTS: UpdateTemplateRequest[] = [
  { name: "renamed" },
  { display_name: "Docker" },
  { description: "For Go." },
  { icon: "/icon/go.svg" },
  { default_ttl_ms: 3_600_000 },
  { activity_bump_ms: 7_200_000 },
  { autostop_requirement: { days_of_week: ["sunday"], weeks: 2 } },
  { autostart_requirement: { days_of_week: [] } },
  { allow_user_autostart: true },
  { allow_user_autostop: true },
  { allow_user_cancel_workspace_jobs: true },
  { failure_ttl_ms: 60_000 },
  { time_til_dormant_ms: 120_000 },
  { time_til_dormant_autodelete_ms: 180_000 },
  { require_active_version: true },
  { deprecation_message: "Use another." },
  { max_port_share_level: "owner" },
  { use_classic_parameter_flow: false },
];

/** The value that each of them is changed to: another one than it has. */
const OTHERS: UpdateTemplateRequest[] = [
  { display_name: "" },
  { default_ttl_ms: 0 },
  { allow_user_autostart: false },
  { require_active_version: false },
  { use_classic_parameter_flow: true },
];

let coder: FakeCoder;
let id: string;

beforeEach(async () => {
  coder = await FakeCoder.start({ isLicensed: true });
  ({ id } = coder.addTemplate(Object.assign({}, ...PARTS) as object));
});

afterEach(() => coder.close());

describe("a part of a template", () => {
  it.each([...PARTS, ...OTHERS])("%j is changed, and all else stays", async (part) => {
    const before = await coder.client.getTemplate(id);
    coder.http.requests.length = 0;
    const changed = await coder.client.updateTemplate(id, part);
    expect(changed ?? before).toEqual({ ...before, ...part });
    expect(coder.http.log).toEqual([`GET /templates/${id}`, `PATCH /templates/${id}`]);
  });

  it("stays where the request names it without a value", async () => {
    const before = await coder.client.getTemplate(id);
    const changed = await coder.client.updateTemplate(id, { description: "New.", icon: undefined });
    expect(changed).toEqual({ ...before, description: "New." });
  });

  it("is changed with one request when the template is given", async () => {
    const before = await coder.client.getTemplate(id);
    coder.http.requests.length = 0;
    expect(await coder.client.updateTemplate(before, { icon: "" })).toEqual({ ...before, icon: "" });
    expect(coder.http.log).toEqual([`PATCH /templates/${id}`]);
  });

  it("is not changed when the template is gone", async () => {
    coder.removeTemplate(id);
    expect(await rejection(coder.client.updateTemplate(id, { icon: "" }))).toMatchObject({
      method: "GET",
      status: 404,
    });
  });
});
