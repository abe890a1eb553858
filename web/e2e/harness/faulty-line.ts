// A line between one client and the server that breaks in all the ways that lines break: cut
// between any two bytes, deaf in one direction first, half-open, or in the middle of the upgrade
// from polling to WebSocket. It looks at bytes alone and knows nothing of the protocol but how an
// upgrade begins.
import { once } from 'node:events';
import { connect, createServer, type Server as Listener, type Socket } from 'node:net';

/** How far an upgrade to WebSocket gets before its connection is cut. */
export const UPGRADE_STAGES = [
  /** The request never arrives. */
  'request',
  /** It arrives; the answer (101) does not. */
  'answer',
  /** The client's probe never arrives. */
  'probe',
  /** It arrives; the answer to it does not. */
  'probe-answer',
  /** The client's word that it has changed over never arrives. */
  'switch',
  /** It arrives, and then the line ends. */
  'switched',
] as const;
export type UpgradeStage = (typeof UPGRADE_STAGES)[number];

/** What becomes of bytes: carried, or swallowed as if on their way still. */
type Direction = 'open' | 'swallowed';

interface Pair {
  near: Socket;
  far: Socket;
  up: Direction;
  down: Direction;
  isUpgrade: boolean;
  /** Pieces that the client has sent, and the server has answered. */
  sent: number;
  answered: number;
}

interface ArmedUpgrade {
  stage: UpgradeStage;
  /** Whether the line as a whole ends, or only the new connection. */
  whole: boolean;
  fired: () => void;
}

export class FaultyLine {
  /** Times that a connection in use was ended by the line. */
  drops = 0;
  private readonly pairs = new Set<Pair>();
  private readonly zombies = new Set<Pair>();
  private isDown = false;
  private armed: ArmedUpgrade | undefined;
  /** Bytes to the client that are still let through before the line is cut. */
  private allowance: number | undefined;
  private carried: (() => void) | undefined;

  private constructor(
    private readonly listener: Listener,
    private readonly port: number,
    readonly url: string,
  ) {
    listener.on('connection', (near) => this.take(near));
  }

  /** A line to the server that listens (sooner or later) on the port of that URL. */
  static async to(serverUrl: string): Promise<FaultyLine> {
    const listener = createServer({ noDelay: true }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    if (address === null || typeof address === 'string') throw new Error('no port was given');
    const port = Number(new URL(serverUrl).port);
    return new FaultyLine(listener, port, `http://127.0.0.1:${address.port}`);
  }

  /** Whether a connection is there that could be cut. */
  get inUse(): boolean {
    return this.pairs.size > 0;
  }

  /** Ends every connection at once. True when there was one. */
  cut(): boolean {
    this.allowance = undefined;
    const hit = this.inUse;
    if (hit) this.drops += 1;
    for (const pair of [...this.pairs]) this.end(pair);
    return hit;
  }

  /** From now on nothing that the client sends arrives. */
  mute(): void {
    for (const pair of this.pairs) pair.up = 'swallowed';
  }

  /** From now on nothing that the server sends arrives. */
  deafen(): void {
    for (const pair of this.pairs) pair.down = 'swallowed';
  }

  /**
   * Nothing arrives in either direction and nobody is told: the connections stay open, for the
   * server above all. New ones work.
   */
  stall(): boolean {
    const hit = this.inUse;
    if (hit) this.drops += 1;
    for (const pair of this.pairs) {
      pair.up = 'swallowed';
      pair.down = 'swallowed';
      this.zombies.add(pair);
    }
    this.pairs.clear();
    return hit;
  }

  /**
   * The client's system gives its connections up, as when a device changes networks. The server
   * hears of it only where the line isn't half-open.
   */
  resetNear(): void {
    for (const pair of [...this.pairs]) this.end(pair);
    for (const pair of this.zombies) pair.near.destroy();
  }

  /** Ends what `stall` has left behind. */
  bury(): void {
    for (const pair of [...this.zombies]) this.end(pair);
  }

  /** Cuts after that many more bytes to the client, in the middle of a frame as a rule. */
  cutAfter(bytes: number): void {
    this.allowance = bytes;
  }

  /** Cuts the next upgrade when it has come to that stage; resolves when it has. */
  cutUpgrade(stage: UpgradeStage, whole: boolean): Promise<void> {
    return new Promise((fired) => {
      this.armed = { stage, whole, fired };
    });
  }

  /** Takes `cutUpgrade` and `cutAfter` back. */
  disarm(): void {
    this.armed = undefined;
    this.allowance = undefined;
  }

  /** Resolves when the next bytes of the client's have gone to the server. */
  forwarded(): Promise<void> {
    return new Promise((resolve) => {
      this.carried = resolve;
    });
  }

  /** While it is down, connections are refused. */
  setDown(isDown: boolean): void {
    this.isDown = isDown;
  }

  async close(): Promise<void> {
    this.isDown = true;
    for (const pair of [...this.pairs, ...this.zombies]) this.end(pair);
    this.listener.close();
    await once(this.listener, 'close');
  }

  private take(near: Socket): void {
    if (this.isDown) {
      near.destroy();
      return;
    }
    const far = connect({ port: this.port, host: '127.0.0.1', noDelay: true });
    const pair: Pair = {
      near,
      far,
      up: 'open',
      down: 'open',
      isUpgrade: false,
      sent: 0,
      answered: 0,
    };
    this.pairs.add(pair);
    near.on('data', (bytes) => this.up(pair, bytes));
    far.on('data', (bytes) => this.down(pair, bytes));
    for (const socket of [near, far]) {
      socket.on('error', () => this.end(pair));
      // A half-open line does not even tell that the other side has gone.
      socket.on('close', () => {
        if (!this.zombies.has(pair)) this.end(pair);
      });
    }
  }

  private end(pair: Pair): void {
    this.pairs.delete(pair);
    this.zombies.delete(pair);
    pair.near.destroy();
    pair.far.destroy();
  }

  private up(pair: Pair, bytes: Buffer): void {
    if (pair.sent === 0) pair.isUpgrade = isUpgrade(bytes);
    pair.sent += 1;
    if (this.stopsUpgrade(pair, 'request', pair.sent === 1)) return;
    if (this.stopsUpgrade(pair, 'probe', pair.sent === 2)) return;
    if (this.stopsUpgrade(pair, 'switch', pair.sent === 3)) return;
    if (pair.up === 'swallowed') return;
    pair.far.write(bytes, () => {
      this.carried?.();
      this.carried = undefined;
    });
    this.stopsUpgrade(pair, 'switched', pair.sent === 3, true);
  }

  private down(pair: Pair, bytes: Buffer): void {
    pair.answered += 1;
    if (this.stopsUpgrade(pair, 'answer', pair.answered === 1)) return;
    if (this.stopsUpgrade(pair, 'probe-answer', pair.answered === 2)) return;
    if (pair.down === 'swallowed') return;
    if (this.allowance === undefined || bytes.length < this.allowance) {
      if (this.allowance !== undefined) this.allowance -= bytes.length;
      pair.near.write(bytes);
      return;
    }
    const rest = bytes.subarray(0, this.allowance);
    this.allowance = undefined;
    // Everything else of the line ends with it, once these last bytes are out.
    this.drops += 1;
    for (const other of [...this.pairs]) if (other !== pair) this.end(other);
    this.pairs.delete(pair);
    pair.near.write(rest, () => this.end(pair));
  }

  /** Whether the armed fault has struck here. */
  private stopsUpgrade(pair: Pair, stage: UpgradeStage, isThere: boolean, flush = false): boolean {
    const armed = this.armed;
    if (!armed || !isThere || !pair.isUpgrade || armed.stage !== stage) return false;
    this.armed = undefined;
    this.drops += 1;
    const strike = () => {
      if (armed.whole) for (const other of [...this.pairs]) this.end(other);
      this.end(pair);
      armed.fired();
    };
    if (flush) pair.far.write('', strike);
    else strike();
    return true;
  }
}

function isUpgrade(bytes: Buffer): boolean {
  const head = bytes.toString('latin1', 0, 200);
  return head.includes('transport=websocket') && head.includes('sid=');
}
