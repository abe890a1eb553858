// Crashes and stops under load: what was acknowledged is there, once and in order.
import { afterEach, expect, test } from 'vitest';
import { history, someone } from '../harness/people';
import { Server } from '../harness/server';
import { token } from '../harness/tokens';
import { DEFAULT, type Json, VARIANTS, type Variant, Wire } from '../harness/wire';

const USERS = 20;
const MESSAGES = 150;
/** Messages of one user that may be on their way at once. */
const WINDOW = 8;
const KILLS = 5;

let server: Server;
afterEach(() => server?.dispose());

/**
 * A customer who writes without pause and, after every interruption, sends
 * again what was not acknowledged, with the same clientId.
 */
class Writer {
  readonly wire: Wire;
  readonly acked = new Map<string, Json>();
  readonly finished: Promise<void>;
  sessionId = '';
  private readonly queue: string[];
  private readonly underway = new Set<string>();
  private finish: () => void = () => {};
  /** Counts connections: an answer to an earlier one's question comes too late. */
  private era = 0;

  constructor(
    readonly name: string,
    count: number,
    variant: Variant,
    private readonly onAck: () => void,
  ) {
    this.queue = Array.from({ length: count }, (_, index) => `${name}-${index}`);
    this.finished = new Promise((resolve) => {
      this.finish = resolve;
    });
    this.wire = Wire.open(server, '/chat/user', variant, {
      auth: { token: token({ ...someone(), sub: name, name }) },
      reconnect: true,
    });
    this.wire.socket.on('connect', () => this.resume());
    this.wire.socket.on('disconnect', () => {
      this.era += 1;
    });
  }

  private resume(): void {
    this.underway.clear();
    const era = this.era;
    this.wire.socket.emit('initiate-chat', {}, (ack: Json) => {
      if (era !== this.era || !ack.success) return;
      this.sessionId = ack.sessionId;
      this.write();
    });
  }

  private write(): void {
    const era = this.era;
    for (const clientId of this.queue.slice(0, WINDOW)) {
      if (this.underway.has(clientId)) continue;
      this.underway.add(clientId);
      const body = { sessionId: this.sessionId, content: `content of ${clientId}`, clientId };
      this.wire.socket.emit('chat-message', body, (ack: Json) => {
        if (era !== this.era || !ack.success) return;
        this.underway.delete(clientId);
        this.queue.splice(this.queue.indexOf(clientId), 1);
        this.acked.set(clientId, ack.message);
        this.onAck();
        if (this.queue.length === 0) this.finish();
        else this.write();
      });
    }
  }
}

function writers(count: number, messages: number, onAck: () => void): Writer[] {
  return Array.from({ length: count }, (_, index) => {
    const variant = VARIANTS[index % VARIANTS.length] ?? DEFAULT;
    return new Writer(`writer-${process.pid}-${index}`, messages, variant, onAck);
  });
}

/** Every stored message once, in the order written, without a gap. */
function expectWhole(stored: Json[], acked: Map<string, Json>): void {
  expect(stored.map((message) => message.seq)).toEqual(stored.map((_, index) => index + 1));
  const ids = stored.map((message) => message.clientId);
  expect(new Set(ids).size).toBe(ids.length);
  const found = new Map(stored.map((message) => [message.clientId, message]));
  for (const [clientId, message] of acked) expect(found.get(clientId)).toEqual(message);
}

test(`no acknowledged message is lost, doubled or out of order over ${KILLS} crashes`, {
  timeout: 240_000,
}, async () => {
  server = await Server.start();
  let acks = 0;
  let crashes = Promise.resolve();
  let planned = 0;
  const total = USERS * MESSAGES;
  const people = writers(USERS, MESSAGES, () => {
    acks += 1;
    if (planned >= KILLS || acks < ((planned + 1) * total) / (KILLS + 2)) return;
    planned += 1;
    crashes = crashes.then(async () => {
      await server.kill();
      await server.run();
    });
  });
  await Promise.all(people.map((person) => person.finished));
  await crashes;
  expect(planned).toBe(KILLS);
  for (const person of people) {
    const reader = await Wire.as(server, '/chat/user', { sub: person.name, name: person.name });
    const stored = await history(reader, person.sessionId);
    expect(stored).toHaveLength(MESSAGES);
    expect(person.acked.size).toBe(MESSAGES);
    expectWhole(stored, person.acked);
    expect(stored.map((message) => message.content)).toEqual(
      Array.from({ length: MESSAGES }, (_, index) => `content of ${person.name}-${index}`),
    );
    reader.close();
    person.wire.close();
  }
});

test('an orderly stop under load leaves no stored message without its acknowledgement', {
  timeout: 120_000,
}, async () => {
  server = await Server.start();
  let acks = 0;
  let stopping: Promise<void> | undefined;
  let stopped: (done: Promise<void>) => void = () => {};
  const end = new Promise<void>((resolve) => {
    stopped = (done) => done.then(resolve);
  });
  // WebSockets alone: what polling has to wait for is the client's next request.
  const people = Array.from({ length: USERS }, (_, index) => {
    return new Writer(`stopped-${process.pid}-${index}`, 100_000, DEFAULT, () => {
      acks += 1;
      if (acks < 500 || stopping) return;
      stopping = server.terminate();
      stopped(stopping);
    });
  });
  await end;
  for (const person of people) {
    await person.wire.next('disconnect');
    person.wire.close();
  }
  await server.run();
  for (const person of people) {
    const reader = await Wire.as(server, '/chat/user', { sub: person.name, name: person.name });
    const stored = await history(reader, person.sessionId);
    expectWhole(stored, person.acked);
    expect(stored.length).toBe(person.acked.size);
    reader.close();
  }
});
