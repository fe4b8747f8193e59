// Holds imports back: their template gets a module from here, and waits until the gate is opened. The server has to be
// on this machine.
import http from "node:http";
import type { AddressInfo } from "node:net";
import { isOwnServer, type Live } from "./live";
import { eventually, type FoundVersion } from "./server-api";
import type { TemplateFiles } from "./templates";

/** For tests with a gate: a server that was given may be on another machine. */
export const itWithGate = isOwnServer ? it : it.skip;

/** Call once at the top of a test file. The gate is shut when a test begins. */
export function useImportGate(): ImportGate {
  const gate = new ImportGate();
  beforeAll(() => gate.start());
  beforeEach(() => gate.shut());
  afterAll(() => gate.close());
  return gate;
}

/**
 * Waits until the gate holds an import, and returns the version whose log the program follows; if there are several,
 * the last. The server's own list of jobs does not tell which program an import belongs to.
 */
export async function heldImport(live: Live, gate: ImportGate): Promise<FoundVersion> {
  await eventually(
    () => gate.held,
    (held) => held === 1,
  );
  const id = await eventually(
    () =>
      live.proxy
        .matching({ method: "GET", path: /^\/templateversions\/[^/]+\/logs\b/ })
        .at(-1)
        ?.path.split("/")[2],
    (found) => found !== undefined,
  );
  return live.api.version(id ?? "");
}

class ImportGate {
  private readonly server = http.createServer((_request, response) => {
    if (this.isOpen) answer(response);
    else this.waiting.push(response);
  });
  private readonly waiting: http.ServerResponse[] = [];
  private isOpen = false;

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  template(marker = "one"): TemplateFiles {
    const url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return {
      "main.tf": `module "held" {\n  source = "${url}/module.tar.gz"\n}\nresource "terraform_data" "main" {\n  input = "${marker}"\n}\n`,
    };
  }

  /** How many imports wait at this moment. */
  get held(): number {
    return this.waiting.filter((response) => !response.destroyed).length;
  }

  open(): void {
    this.isOpen = true;
    for (const response of this.waiting.splice(0)) answer(response);
  }

  shut(): void {
    this.isOpen = false;
  }

  async close(): Promise<void> {
    this.open();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

/** A gzipped tar that holds one empty file, main.tf. */
const EMPTY_MODULE = Buffer.from(
  "H4sIAAAAAAACA+3KMQ5AQAAEwHvKvUCOCO/RSBRIOP8nShIqqplmN9kdu2Eqch++lA5NXZ95uOa9l6ltqhBT+MG25m6JMSzznJ9+bzsAAAAAAAAAAAD8aAfdbeZnACgAAA==",
  "base64",
);

function answer(response: http.ServerResponse): void {
  response
    .writeHead(200, { "Content-Type": "application/gzip", "Content-Length": EMPTY_MODULE.length })
    .end(EMPTY_MODULE);
}
