// Objects that are on another server than the configured one. A state says by its `url` where its object is. If the
// configured server knows the id, it is the same server under another address. Objects on another server are never
// changed or deleted.
import { isElsewhere } from "../address";
import { CoderError } from "../errors";
import type { Context, Handler } from "../handler";
import type { Properties } from "../values";
import { deploymentOf } from "./other-server";

const SETTINGS = "`coderd:url` or `CODER_URL`";

/** One for a host's process: it remembers which objects were replaced on account of their server. */
export class MovedObjects {
  /** Ids of objects that the engine was told to replace. */
  private readonly replaced = new Set<string>();
  /**
   * URN → id of the object that the resource has now. One that an earlier run replaced, and could not delete, has
   * another id.
   */
  private readonly current = new Map<string, string>();

  /** An object that is, or now is, on the configured server. */
  remember(urn: string | undefined, id: string): void {
    if (urn !== undefined) this.current.set(urn, id);
  }

  /** At a preview or an update: whether the object has to be made anew here, which the user is told. */
  async isToMove(
    handler: Handler,
    context: Context,
    urn: string | undefined,
    id: string,
    state: Properties,
  ): Promise<boolean> {
    const address = strayAddress(context, state);
    if (address === undefined || (await handler.read(context, id, state)) !== undefined) {
      this.remember(urn, id);
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
   * At a delete: whether there is something here to be deleted. What was replaced by an object on this server is left
   * where it is.
   *
   * @throws CoderError when it would only be forgotten.
   */
  async isHere(
    handler: Handler,
    context: Context,
    urn: string | undefined,
    id: string,
    state: Properties,
  ): Promise<boolean> {
    const address = strayAddress(context, state);
    if (address === undefined) return true;
    const successor = urn === undefined ? undefined : this.current.get(urn);
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

/**
 * For what a refresh did not find: it is gone, unless it is on another server.
 *
 * @throws CoderError when it is on another server
 */
export async function refuseMoved(handler: Handler, context: Context, state: Properties): Promise<void> {
  const address = strayAddress(context, state);
  if (address === undefined || (await isSameServer(context, address))) return;
  throw new CoderError(
    `${handler.type} was not refreshed: ${elsewhere(context, address)} Run \`pulumi up\` without a refresh to have ` +
      "it made on the configured server; " +
      `or put the address back (${SETTINGS}) to go on with, or delete, what is on the other. ${SAVED_CONFIGURATION}`,
  );
}

/** Whether the page's address is another one of the configured server: then what that does not know is gone. */
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

/**
 * Where the state has the object, unless that is on the configured server. A state without an address is taken for one
 * of this server.
 */
function strayAddress({ client }: Context, { url }: Properties): string | undefined {
  return typeof url === "string" && isElsewhere(url, client.url) ? url : undefined;
}
