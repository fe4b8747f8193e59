// Values that a preview is about to ask for. The engine compares one workspace after the other: those of the template's
// other workspaces are read meanwhile, some at a time, as long as they turn out to be needed.
import type { Template } from "../../client/templates";
import type { Workspace } from "../../client/workspaces";
import type { Context } from "../../handler";
import { objectOf } from "../../ownership/claims";
import type { Ownership } from "../../ownership/ownership";
import type { HeldValues } from "./parameters";
import { valuesOfBuild } from "./values";

/** A single workspace is no reason to ask for others. */
const ASKS_BEFORE = 2;
const AT_ONCE = 16;
/** How many unused values may be at hand, and how many more for each that was used. */
const OF_THIS_STACK = { unused: 64, forEachUse: 8 };
const OF_OTHERS = { unused: 16, forEachUse: 1 };

/** The templates of each run. */
const runs = new WeakMap<Ownership, Map<string, ValuesAhead>>();

/** The values of a build, where other workspaces of the template are likely to be asked about next. */
export function valuesAmongMany(context: Context, template: Template, buildId: string): Promise<HeldValues> {
  const ahead = runs.get(context.ownership) ?? new Map<string, ValuesAhead>();
  runs.set(context.ownership, ahead);
  const key = `${context.client.url} ${template.id}`;
  const values = ahead.get(key) ?? new ValuesAhead(template);
  ahead.set(key, values);
  return values.get(context, buildId);
}

class ValuesAhead {
  private asks = 0;
  private uses = 0;
  private running = 0;
  private isListing = false;
  private readonly asked = new Set<string>();
  private readonly unused = new Set<string>();
  /** Builds of the workspaces that this stack has, and of others. */
  private readonly ours: string[] = [];
  private readonly others: string[] = [];

  constructor(private readonly template: Template) {}

  get(context: Context, buildId: string): Promise<HeldValues> {
    this.asks += 1;
    this.asked.add(buildId);
    if (this.unused.delete(buildId)) this.uses += 1;
    const values = valuesOfBuild(context, buildId);
    if (this.asks >= ASKS_BEFORE) {
      // It says nothing on the line of the resource that happens to begin it.
      const own = { ...context, client: context.client.with({ signal: context.signal, onWait: () => {} }) };
      if (!this.isListing) void this.list(own);
      this.goOn(own);
    }
    return values;
  }

  private async list(context: Context): Promise<void> {
    this.isListing = true;
    const { name, organization_id } = this.template;
    try {
      for await (const each of context.client.iterateWorkspaces({
        q: `template:"${name}" organization:"${organization_id}"`,
      })) {
        (isOfStack(context, each) ? this.ours : this.others).push(each.latest_build.id);
        this.goOn(context);
      }
    } catch {
      // Each is then asked for when it is needed.
    }
  }

  private goOn(context: Context): void {
    while (this.running < AT_ONCE) {
      const buildId = this.next();
      if (buildId === undefined) return;
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

  private next(): string | undefined {
    const mayAsk = ({ unused, forEachUse }: typeof OF_OTHERS): boolean =>
      this.unused.size < unused + forEachUse * this.uses;
    if (this.ours.length > 0) return mayAsk(OF_THIS_STACK) ? this.ours.shift() : undefined;
    return mayAsk(OF_OTHERS) ? this.others.shift() : undefined;
  }
}

/** Whether a state of this stack had the workspace when a run on this machine last saw it. */
function isOfStack({ ownership, urn }: Context, { id }: Workspace): boolean {
  const stack = `${urn.split("::", 2).join("::")}::`;
  return ownership.holdings.urnOf(objectOf("Workspace", id))?.startsWith(stack) === true;
}
