// Which workspaces of a template have a parameter, or a value of it: one search tells it of all of them.
import { asPattern, isParameterTerm, searchTerm } from "../../client/search-terms";
import type { Template } from "../../client/templates";
import { PAGE_SIZE } from "../../client/transport/pages";
import type { Workspace } from "../../client/workspaces";
import type { Context } from "../../handler";
import type { ParameterDefinition } from "../builds/parameter-rules";

/** The server's search knows no other letter's cases, and its database might not agree with JavaScript about them. */
const PRINTABLE = /^[ -!#-~]+$/;

/** All workspaces of the template that the token's user may see. */
export function workspacesOf({ client }: Context, template: Template): Promise<Workspace[]> {
  return client
    .getAllWorkspaces({ q: ofTemplate(template) })
    .then((found) => found.filter(({ template_id }) => template_id === template.id));
}

export class Holders {
  private readonly everybody: ReadonlySet<string>;
  private readonly names: ReadonlySet<string>;
  private readonly declared: readonly ParameterDefinition[];

  /**
   * @param declared the parameters of the versions that the workspaces have
   * @param names of all parameters that may be asked about
   */
  constructor(
    private readonly context: Context,
    private readonly template: Template,
    workspaces: readonly Workspace[],
    { declared, names }: { declared: readonly ParameterDefinition[]; names: readonly string[] },
  ) {
    this.everybody = new Set(workspaces.map(({ id }) => id));
    this.declared = declared;
    this.names = new Set([...names, ...declared.map(({ name }) => name)]);
  }

  /** Ids of the workspaces that have the parameter; undefined where a search can't tell. */
  async having(name: string): Promise<ReadonlySet<string> | undefined> {
    return this.isSearchable(name) ? this.search(searchTerm("param", asPattern(name))) : undefined;
  }

  /** Ids of the workspaces that have the same values of these parameters; undefined where searches can't tell. */
  async havingSame(
    values: ReadonlyMap<string, string>,
    names: readonly string[],
  ): Promise<ReadonlySet<string> | undefined> {
    const terms = names.map((name) => {
      const value = values.get(name);
      if (!this.isSearchable(name)) return undefined;
      if (value === undefined) return { isWanted: false, term: searchTerm("param", asPattern(name)) };
      return this.isPublished(name, value)
        ? { isWanted: true, term: searchTerm("param", `${name}=${value}`) }
        : undefined;
    });
    let same = this.everybody;
    if (terms.includes(undefined)) return undefined;
    for (const { isWanted, term } of terms.filter((each) => each !== undefined)) {
      const found = await this.search(term);
      same = new Set([...same].filter((id) => found.has(id) === isWanted));
    }
    return same;
  }

  /** The search ignores case. */
  private isSearchable(name: string): boolean {
    const same = [...this.names].filter((each) => each.toLowerCase() === name.toLowerCase());
    return PRINTABLE.test(name) && isParameterTerm(name) && same.every((each) => each === name);
  }

  /**
   * Whether the value may stand in an address, and the search finds no other value with it: a text that somebody wrote
   * may be secret.
   */
  private isPublished(name: string, value: string): boolean {
    const definitions = this.declared.filter((each) => each.name === name);
    const isOption = ({ options }: ParameterDefinition): boolean => {
      const same = options.filter((option) => option.value.toLowerCase() === value.toLowerCase());
      return same.length === 1 && same[0]?.value === value;
    };
    const isPlain = ({ type }: ParameterDefinition): boolean => type === "number" || type === "bool";
    return (
      PRINTABLE.test(value) &&
      isParameterTerm(name, value) &&
      definitions.length > 0 &&
      definitions.every((definition) => isPlain(definition) || isOption(definition))
    );
  }

  private async search(term: string): Promise<ReadonlySet<string>> {
    const q = `${ofTemplate(this.template)} ${term}`;
    const { workspaces, count } = await this.context.client.getWorkspaces({ q, limit: PAGE_SIZE });
    // The number alone often tells who they are.
    if (count >= this.everybody.size) return this.everybody;
    const all = count > workspaces.length ? await this.context.client.getAllWorkspaces({ q }) : workspaces;
    return new Set(all.map(({ id }) => id));
  }
}

/** The server can search by a template's name only. */
function ofTemplate({ name, organization_id }: Template): string {
  return `${searchTerm("template", name)} ${searchTerm("organization", organization_id)}`;
}
