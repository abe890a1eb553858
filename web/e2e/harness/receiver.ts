// Another system on this machine that is called over HTTP, such as a webhook's endpoint or an SMS
// provider: keeps what it gets.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  /** With the query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  bytes: Buffer;
}

export class Receiver {
  readonly received: Received[] = [];
  /** What it answers from now on. */
  status = 200;
  answer = '{"id":"accepted"}';

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece) => pieces.push(piece));
      request.on('end', () => {
        const bytes = Buffer.concat(pieces);
        const { url: path = '', headers } = request;
        receiver.received.push({ path, headers, body: bytes.toString(), bytes });
        response.writeHead(receiver.status, { 'Content-Type': 'application/json' });
        response.end(receiver.answer);
      });
    });
    const receiver = new Receiver(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  /** Host and port. */
  get place(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
