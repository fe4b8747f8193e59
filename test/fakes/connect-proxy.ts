// An HTTP proxy as HTTPS_PROXY names one: it leads connections through by CONNECT, or fails in the way a test sets.
import { createServer, type IncomingMessage, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

export class ConnectProxy {
  /** Where connections were asked for, and with which credentials. */
  readonly asked: { target: string; authorization: string | undefined }[] = [];
  /** The status that refuses a connection; undefined lets it through. */
  refusal: number | undefined;
  /** Takes connections and leads them nowhere. */
  isSilent = false;
  private readonly sockets = new Set<Duplex>();
  /** The clients' ends of what is led through. */
  private readonly led = new Set<Duplex>();

  private constructor(
    private readonly server: Server,
    private readonly port: () => number,
  ) {
    server.on("connect", (request, socket) => this.lead(request, socket));
    server.on("connection", (socket) => this.keep(socket));
  }

  static async start(): Promise<ConnectProxy> {
    const server = createServer((_request, response) => response.writeHead(405).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new ConnectProxy(server, () => (server.address() as AddressInfo).port);
  }

  /** Its address, with a user if need be. */
  url(user = ""): string {
    return `http://${user === "" ? "" : `${user}@`}127.0.0.1:${this.port()}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Ends what is led through, for the clients at once. */
  breakOff(): void {
    for (const socket of this.led) socket.destroy();
  }

  /** Sends the clients what is neither HTTP nor TLS. */
  garble(): void {
    for (const socket of this.led) socket.end(Buffer.alloc(64, 1));
  }

  private lead(request: IncomingMessage, socket: Duplex): void {
    const target = request.url ?? "";
    this.asked.push({ target, authorization: request.headers["proxy-authorization"] });
    if (this.isSilent) return;
    if (this.refusal !== undefined) {
      socket.end(`HTTP/1.1 ${this.refusal} No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
      return;
    }
    const [host, port] = target.split(":");
    const server = connect(Number(port), host, () => socket.write("HTTP/1.1 200 Connected\r\n\r\n"));
    this.keep(server);
    this.led.add(socket);
    socket.on("close", () => this.led.delete(socket));
    server.on("data", (piece) => {
      if (socket.writable) socket.write(piece);
    });
    socket.on("data", (piece: Buffer) => server.write(piece));
    server.on("close", () => socket.end());
    socket.on("close", () => server.end());
  }

  private keep(socket: Duplex): void {
    this.sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.sockets.delete(socket));
  }
}
