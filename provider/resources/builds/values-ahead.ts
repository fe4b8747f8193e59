// Values that a preview is about to ask for. The engine compares one workspace after the other: those of the stack's
// other workspaces of the template are read meanwhile. Workspaces that are not known to be the stack's are left alone.
import type { Template } from "../../client/templates";
import { PAGE_SIZE } from "../../client/transport/pages";
import { paysToReadAhead } from "../../client/transport/read-ahead";
import type { Workspace } from "../../client/workspaces";
import type { Context } from "../../handler";
import { objectOf } from "../../ownership/claims";
import { keptByRun } from "../names/kept-by-run";
import type { HeldValues } from "./parameters";
import { valuesOfBuild } from "./values";

/** A single workspace is no reason to ask for others. */
const ASKS_BEFORE = 2;
const AT_ONCE = 16;
/** How many unused values may be at hand, and how many more for each that was used. */
const UNUSED = 64;
const UNUSED_FOR_EACH_USE = 8;

/** By template. */
const templatesOf = keptByRun(() => new Map<string, ValuesAhead>());

/** The values of a build, where other workspaces of the template are likely to be asked about next. */
export function valuesAmongMany(context: Context, template: Template, buildId: string): Promise<HeldValues> {
  const ahead = templatesOf(context);
  const values = ahead.get(template.id) ?? new ValuesAhead(template);
  ahead.set(template.id, values);
  return values.get(context, buildId);
}

class ValuesAhead {
  private asks = 0;
  private uses = 0;
  private running = 0;
  private isListing = false;
  private listed = 0;
  /** How many the template has, as far as a list told it. */
  private count = 0;
  private isListOver = false;
  private readonly asked = new Set<string>();
  private readonly unused = new Set<string>();
  /** Latest builds of the stack's workspaces that were not looked at yet. */
  private readonly ours: string[] = [];

  constructor(private readonly template: Template) {}

  get(context: Context, buildId: string): Promise<HeldValues> {
    this.asks += 1;
    this.asked.add(buildId);
    if (this.unused.delete(buildId)) this.uses += 1;
    const values = valuesOfBuild(context, buildId);
    if (this.asks >= ASKS_BEFORE) {
      // It says nothing on the line of the resource that happens to begin it.
      const own = { ...context, client: context.client.with({ signal: context.signal, onWait: () => {} }) };
      this.goOn(own);
    }
    return values;
  }

  /** Reads the next page, where that may pay: the page before had workspaces of the stack. */
  private async list(context: Context): Promise<void> {
    this.isListing = true;
    const { name, organization_id } = this.template;
    const query = { q: `template:"${name}" organization:"${organization_id}"`, limit: PAGE_SIZE, offset: this.listed };
    try {
      const { workspaces, count } = await context.client.getWorkspaces(query);
      const ours = workspaces.filter((each) => isOfStack(context, each));
      this.ours.push(...ours.map(({ latest_build }) => latest_build.id));
      [this.listed, this.count] = [this.listed + PAGE_SIZE, count];
      this.isListOver = ours.length === 0 || this.listed >= count;
    } catch {
      // Each is then asked for when it is needed.
      this.isListOver = true;
    }
    this.isListing = false;
    this.goOn(context);
  }

  private goOn(context: Context): void {
    while (this.running < AT_ONCE) {
      if (this.ours.length === 0) {
        const mayList = !this.isListing && !this.isListOver && paysToReadAhead(this.count, this.asks);
        if (mayList) void this.list(context);
        return;
      }
      if (this.unused.size >= UNUSED + UNUSED_FOR_EACH_USE * this.uses) return;
      const buildId = this.ours.shift() ?? "";
      if (this.asked.has(buildId)) continue;
      this.asked.add(buildId);
      this.unused.add(buildId);
      this.running += 1;
      const done = (): void => {
        this.running -= 1;
        this.goOn(context);
      };
      valuesOfBuild(context, buildId).then(done, done);
    }
  }
}

/** Whether a state of this stack had the workspace when a run on this machine last saw it. */
function isOfStack({ ownership, urn }: Context, { id }: Workspace): boolean {
  const stack = `${urn.split("::", 2).join("::")}::`;
  return ownership.holdings.urnOf(objectOf("Workspace", id))?.startsWith(stack) === true;
}
