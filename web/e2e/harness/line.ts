// A line between a browser and the server that can be cut. (Chromium's own offline mode holds
// the frames of an open WebSocket back, but does not end it.)
import { once } from 'node:events';
import { connect, createServer, type Server as Listener, type Socket } from 'node:net';
import type { Server } from './server';

export class Line {
  private readonly sockets = new Set<Socket>();
  private target: Server | undefined;
  private isCut = false;

  private constructor(
    private readonly listener: Listener,
    readonly url: string,
  ) {
    listener.on('connection', (near) => this.carry(near));
  }

  /** A line that leads nowhere yet. */
  static async open(): Promise<Line> {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    if (address === null || typeof address === 'string') throw new Error('no port was given');
    return new Line(listener, `http://127.0.0.1:${address.port}`);
  }

  leadTo(server: Server): void {
    this.target = server;
  }

  /** Ends every connection and lets none through until it is mended. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    this.listener.close();
    await once(this.listener, 'close');
  }

  private carry(near: Socket): void {
    if (this.isCut || !this.target) {
      near.destroy();
      return;
    }
    const far = connect(Number(new URL(this.target.url).port), '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }
}
