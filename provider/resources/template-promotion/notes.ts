// Notes of promotions: what a run that was killed has promoted, and which version was active before.
import type { Context } from "../../handler";
import { digestOf, type Attempt, type Matter } from "../../ownership/notes";

type Note = ReturnType<Context["ownership"]["notes"]["begin"]>;

/** To be written before the request. `before`: the version that a restoration goes back to. */
export function notePromotion(context: Context, templateId: string, versionId: string, before: string): Note {
  const attempt = { time: context.client.serverTime, digest: digestOf(versionId), before };
  return context.ownership.notes.begin(matterOf(context, templateId), attempt);
}

/** The note of the promotion of this version by this resource, of which the state does not know. */
export function notedPromotion(context: Context, templateId: string, versionId: string): Attempt | undefined {
  const attempts = context.ownership.notes.attempts(matterOf(context, templateId));
  return attempts.find(({ digest }) => digest === digestOf(versionId));
}

/** The state has the promotion, or nobody will ask for it. */
export function forgetPromotion(context: Context, templateId: string): void {
  context.ownership.notes.forget(matterOf(context, templateId));
}

function matterOf({ client, urn }: Context, templateId: string): Matter {
  return { kind: "promotion", server: client.url, urn, owner: "", name: templateId };
}
