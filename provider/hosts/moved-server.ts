// Objects that are on another server than the configured one. The `url` in a state says where its object is. If the
// configured server knows the id, it is the same server under another address. Objects on another server are never
// changed or deleted.
import { isElsewhere } from "../address";
import { CoderError } from "../errors";
import type { Context, Handler } from "../handler";
import type { Properties } from "../values";
import { deploymentOf } from "./other-server";

const SETTINGS = "`coderd:url` or `CODER_URL`";

/** One for the process of a host: it remembers which objects are replaced because they are on another server. */
export class MovedObjects {
  /** Ids of objects that the engine was told to replace. */
  private readonly replaced = new Set<string>();
  /**
   * URN → id of the resource's present object. An object that an earlier run replaced but did not delete has another.
   */
  private readonly current = new Map<string, string>();

  async create(handler: Handler, context: Context, news: Properties): ReturnType<Handler["create"]> {
    const created = await handler.create(context, news);
    this.remember(context, created.id);
    return created;
  }

  /** Deletes the object, unless it stays on another server. @throws CoderError see isHere */
  async delete(handler: Handler, context: Context, id: string, state: Properties): Promise<void> {
    if (await this.isHere(handler, context, id, state)) await handler.delete(context, id, state);
  }

  /** For an object that is on the configured server. */
  private remember({ urn }: Context, id: string): void {
    if (urn !== "") this.current.set(urn, id);
  }

  /**
   * At a preview or an update: whether the object has to be made anew on the configured server. Tells the user if so.
   */
  async isToMove(handler: Handler, context: Context, id: string, state: Properties): Promise<boolean> {
    const address = strayAddress(context, state);
    if (address === undefined || (await handler.read(context, id, state)) !== undefined) {
      this.remember(context, id);
      return false;
    }
    this.replaced.add(id);
    context.log.info(
      `It is made anew on "${context.client.url}", as the configuration says. The one that the state has is on ` +
        `another server, and stays there: ${address}`,
    );
    return true;
  }

  /**
   * At a delete: whether the object is on the configured server. One that was replaced by an object on this server
   * stays where it is, with a warning.
   *
   * @throws CoderError when it is elsewhere and not replaced: the stack would only forget it.
   */
  private async isHere(handler: Handler, context: Context, id: string, state: Properties): Promise<boolean> {
    const address = strayAddress(context, state);
    if (address === undefined) return true;
    const successor = this.current.get(context.urn);
    if (this.replaced.has(id) || (successor !== undefined && successor !== id)) {
      context.log.warning(
        `It was not deleted: it is on another server than the configured one, and stays there: ${address}`,
      );
      return false;
    }
    if ((await handler.read(context, id, state)) !== undefined || (await isSameServer(context, address))) return true;
    throw new CoderError(
      `${handler.type} was not deleted: ${elsewhere(context, address)} Put the address back (${SETTINGS}) to have ` +
        "it deleted there; " +
        `or take it out of the stack with \`pulumi state delete\`, and it stays there. ${SAVED_CONFIGURATION}`,
    );
  }
}

/** For an object that a refresh did not find. @throws CoderError when it is on another server, and so not gone */
export async function refuseMoved(handler: Handler, context: Context, state: Properties): Promise<void> {
  const address = strayAddress(context, state);
  if (address === undefined || (await isSameServer(context, address))) return;
  throw new CoderError(
    `${handler.type} was not refreshed: ${elsewhere(context, address)} Run \`pulumi up\` without a refresh to have ` +
      "it made on the configured server; " +
      `or put the address back (${SETTINGS}) to go on with, or delete, what is on the other. ${SAVED_CONFIGURATION}`,
  );
}

/** Whether the page is on the configured server, under another address. */
async function isSameServer({ client }: Context, page: string): Promise<boolean> {
  const there = await deploymentOf({ url: new URL(page).origin });
  return there !== undefined && there === (await client.getBuildInfo()).deployment_id;
}

const SAVED_CONFIGURATION =
  "`pulumi refresh` and `pulumi destroy` use the stack configuration of the last `pulumi up`; with " +
  "`--run-program`, the present one.";

function elsewhere({ client }: Context, address: string): string {
  return (
    `its state is of another server, where it is at ${address} while the configuration says "${client.url}", which ` +
    "does not have it."
  );
}

/** The object's page, if it is not below the configured address. A state without one counts as one of this server. */
function strayAddress({ client }: Context, { url }: Properties): string | undefined {
  return typeof url === "string" && isElsewhere(url, client.url) ? url : undefined;
}
