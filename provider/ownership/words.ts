// What people are told about a name that is taken, and what they can do.
import { keepsObject, nounOf, objectOf } from "./claims";
import type { Holder, Own, Scope, Wish } from "./wish";

const FORMER = "FORMER-NAME";

/** Who has the name, and every way to go on. `own`: how the resource itself is known to have it. */
export function describeTaken(scope: Scope, wish: Wish, holder: Holder, own: Own | undefined): string {
  const { type, afterReplacement = "" } = wish.owned;
  const { name } = wish.wanted;
  const what = nounOf({ type });
  const adopted =
    `take it over by \`adopt: "${holder.id}"\` (with the plugin, also by the option \`import\`): it is changed ` +
    "to what is declared here, and deleted with this resource";
  const taken = `The name "${name}" is taken by ${holder.description}${madeText(holder, scope.client.serverTime)}.`;
  if (own !== undefined) {
    const refused =
      "it can't be replaced (`--replace`, `replaceWith`, `replaceOnChanges`, a taint) before it is gone: set " +
      `\`deleteBeforeReplace: true\` in the resource's options, which deletes that ${what} first, with what it holds.` +
      afterReplacement;
    // A state that was lost is the harmless case: it is told first, and the deletion last.
    return own === "earlier"
      ? `${taken} This resource had it when its state was last seen here. If the state has it no longer, ${adopted}. ` +
          `Otherwise ${refused}`
      : `${taken} It is what this resource has now, and ${refused}`;
  }
  const { claims, holdings } = scope.ownership;
  const object = objectOf(type, holder.id);
  const rival = claims.rivalOf(scope.urn, object);
  if (rival !== undefined && keepsObject(rival)) {
    return (
      `${taken} Resource "${rival.urn}" of this program has it: take one of the two out, or choose another ` +
      `\`name\`.`
    );
  }
  const former = holdings.urnOf(object) ?? (rival?.standing === "seen" ? rival.urn : undefined);
  if (former !== undefined && stackOf(former) !== stackOf(scope.urn)) {
    return (
      `${taken} Another stack has it as "${former}", and two would change and delete it in turn: choose another ` +
      `\`name\`, or take it out of that stack ` +
      `with \`pulumi state delete\` and ${adopted}.`
    );
  }
  const isElsewhere = former === undefined && scope.deletesBeforeReplace !== false;
  return (
    `${taken} ${renamedText(scope.urn, former, what)} ` +
    `Otherwise choose another \`name\`, delete that ${what}, or ${adopted}.` +
    (isElsewhere ? " If it is this resource's own and is to be replaced by command, add `--refresh`." : "")
  );
}

/** What to do when the same resource had the object under another name or parent. */
function renamedText(urn: string, former: string | undefined, what: string): string {
  if (former === undefined) {
    return (
      `If this program had that ${what} under another resource name or parent, tell Pulumi so: add ` +
      `${aliasText(urn)} to this resource's options.`
    );
  }
  if (isOfPlugin(former) && !isOfPlugin(urn)) {
    return (
      `Resource "${former}" had it when its state was last seen here: this program was on the plugin, and no alias ` +
      "leads back to the dynamic host. Import from `pulumi-coderd/plugin` again."
    );
  }
  return (
    `Resource "${former}" had it when its state was last seen here: if this is that resource under another name or ` +
    `parent, add \`aliases: ["${former}"]\` to this resource's options.`
  );
}

/** The type stands last among those of the URN: `…::parent$coderd:index:Template::name`. */
function isOfPlugin(urn: string): boolean {
  return urn.split("::")[2]?.split("$").at(-1)?.startsWith("coderd:") === true;
}

/**
 * `aliases: ["urn:…"]` with a placeholder for the former name. Within a parent, also the alias of the resource without
 * it.
 */
function aliasText(urn: string): string {
  const [head = "", stack = "", types = "", ...name] = urn.split("::");
  const plain = types.split("$").at(-1) ?? types;
  const renamed = `\`aliases: ["${[head, stack, types, FORMER].join("::")}"]\``;
  return types === plain ? renamed : `${renamed} or \`aliases: ["${[head, stack, plain, ...name].join("::")}"]\``;
}

/** `urn:pulumi:stack::project` */
export function stackOf(urn: string): string {
  return urn.split("::").slice(0, 2).join("::");
}

function madeText({ maker, createdAt }: Holder, now: number): string {
  const by = maker === undefined ? "" : ` by "${maker}"`;
  if (createdAt === undefined) return by === "" ? "" : `, made${by}`;
  return `, made${by} ${ageText(now - Date.parse(createdAt))} ago (${createdAt})`;
}

function ageText(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  if (minutes < 1) return "less than a minute";
  if (minutes < 120) return counted(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return hours < 48 ? counted(hours, "hour") : counted(Math.round(hours / 24), "day");
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
