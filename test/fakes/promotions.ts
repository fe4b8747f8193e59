// A template of the fake Coder with three versions, and promotions of them, in runs that come one after the other.
import { templatePromotionHandler } from "../../provider/resources/template-promotion/template-promotion";
import type { FakeCoder } from "./coder";
import { Driver } from "./driver";

export interface Promotable {
  coder: FakeCoder;
  templateId: string;
  /** Ids of the versions; the first one is the active one. */
  v1: string;
  v2: string;
  v3: string;
}

export function addPromotable(coder: FakeCoder, name = "docker"): Promotable {
  const { id: v1 } = coder.addVersion({ name: `${name}-1` });
  const { id: templateId } = coder.addTemplate({ name, active_version_id: v1 });
  const [v2 = "", v3 = ""] = [2, 3].map((n) => coder.addVersion({ name: `${name}-${n}`, template_id: templateId }).id);
  return { coder, templateId, v1, v2, v3 };
}

export function promotion(coder: FakeCoder, name = "docker"): Driver {
  return new Driver(templatePromotionHandler, coder, {
    resourceName: name,
    urn: `urn:pulumi:test::project::coderd:index:TemplatePromotion::${name}`,
  });
}

export function activeVersion({ coder, templateId }: Promotable): string {
  return coder.template(templateId).active_version_id;
}
