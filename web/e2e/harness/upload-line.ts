// A line on which uploads go, that counts what it carries to the server and does something when
// that is so much: breaks off, or anything else. Like every line it may end between any two bytes.
import { once } from 'node:events';
import { connect, createServer, type Server as Listener, type Socket } from 'node:net';

export class UploadLine {
  /** Times that it was cut. */
  cuts = 0;
  private readonly pairs = new Set<{ near: Socket; far: Socket }>();
  private armed: { left: number; act: () => void } | undefined;

  private constructor(
    private readonly listener: Listener,
    private readonly port: number,
    readonly url: string,
  ) {
    listener.on('connection', (near) => this.take(near));
  }

  /** A line to the server that listens (sooner or later) on the port of that URL. */
  static async to(serverUrl: string): Promise<UploadLine> {
    const listener = createServer({ noDelay: true }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    if (address === null || typeof address === 'string') throw new Error('no port was given');
    const port = Number(new URL(serverUrl).port);
    return new UploadLine(listener, port, `http://127.0.0.1:${address.port}`);
  }

  /** When so many more bytes have gone to the server, over all connections, does that. */
  after(bytes: number, act: () => void): void {
    this.armed = { left: bytes, act };
  }

  /** Ends every connection at once. */
  cut(): void {
    this.cuts += 1;
    for (const { near, far } of this.pairs) {
      near.destroy();
      far.destroy();
    }
  }

  async close(): Promise<void> {
    this.armed = undefined;
    this.listener.close();
    this.cut();
    await once(this.listener, 'close');
  }

  private take(near: Socket): void {
    const far = connect({ port: this.port, host: '127.0.0.1', noDelay: true });
    const pair = { near, far };
    this.pairs.add(pair);
    near.on('data', (bytes) => this.up(near, far, bytes));
    far.on('data', (bytes) => near.write(bytes));
    for (const socket of [near, far]) {
      socket.on('error', () => {});
      socket.on('close', () => {
        this.pairs.delete(pair);
        near.destroy();
        far.destroy();
      });
    }
  }

  private up(near: Socket, far: Socket, bytes: Buffer): void {
    const armed = this.armed;
    if (armed === undefined || armed.left > bytes.length) {
      if (armed) armed.left -= bytes.length;
      far.write(bytes);
      return;
    }
    this.armed = undefined;
    // What comes before has reached the server's system when it happens; what comes after waits.
    near.pause();
    far.write(bytes.subarray(0, armed.left), () => {
      armed.act();
      if (!far.destroyed) far.write(bytes.subarray(armed.left));
      near.resume();
    });
  }
}
