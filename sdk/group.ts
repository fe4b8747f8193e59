// Group: the class that a program uses.
import type * as pulumi from "@pulumi/pulumi";
import { groupInputs, groupOutputs } from "../provider/resources/group/properties";
import { CoderResource, type ResourceInputs, type ResourceOutputs } from "./resource";

export type GroupArgs = ResourceInputs<typeof groupInputs>;

// The properties come from the declaration, with their docs.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type
export interface Group extends ResourceOutputs<typeof groupOutputs> {}

/**
 * A group of users in an organization, for quotas and for the access lists of templates. Needs a licence.
 *
 * Its members are kept as declared, or left to others. Deleting it leaves the users as they are, and takes from them
 * what only the group gave.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class Group extends CoderResource {
  constructor(name: string, args: GroupArgs, options?: pulumi.CustomResourceOptions) {
    super("Group", name, args, groupOutputs, options);
  }

  /** Reads an existing one by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: pulumi.CustomResourceOptions): Group {
    return new Group(name, {} as GroupArgs, { ...options, id });
  }
}
