// What a client hears that sends too much.
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activeChat, history, leave, someone } from '../harness/people';
import { Server } from '../harness/server';
import { type Json, VARIANTS, type Variant, Wire } from '../harness/wire';

/** As in the contract: 10 a second, bursts of 30. */
const BURST = 30;

let server: Server;
beforeAll(async () => {
  server = await Server.start({ RATE_LIMITS: 'on' });
});
afterAll(() => server?.dispose());

describe.each(VARIANTS)('client $client over $transport', (variant) => {
  test('over the rate of messages, the acknowledgement says when to come back', async () => {
    const user = await Wire.as(server, '/chat/user', someone(), variant);
    const { sessionId } = await user.ok('initiate-chat', {});
    const acks = await Promise.all(
      Array.from({ length: BURST * 4 }, (_, index) =>
        user.request('chat-message', { sessionId, content: `message ${index}` }),
      ),
    );
    const taken = acks.filter((ack) => ack.success);
    const refused = acks.filter((ack) => !ack.success);
    expect(taken.length).toBeGreaterThanOrEqual(BURST);
    expect(refused.length).toBeGreaterThan(0);
    for (const ack of refused) {
      expect(ack).toMatchObject({ code: 'rate-limited', error: expect.any(String) });
      expect(ack.retryAfter).toBeGreaterThan(0);
    }
    expect(taken.map((ack) => ack.message.seq)).toEqual(taken.map((_, index) => index + 1));
    user.close();
  });

  test('a packet over the limit ends the connection and nothing else', async () => {
    const big = await Wire.as(server, '/chat/user', someone(), variant);
    const other = await Wire.as(server, '/chat/user', someone(), variant);
    big.emit('chat-message', { content: 'x'.repeat(5_000_000) });
    await big.next('disconnect');
    await other.ok('initiate-chat', {});
    big.close();
    other.close();
  });
});

describe('without rates, the buffers of a connection are the limit', () => {
  let unlimited: Server;
  beforeAll(async () => {
    unlimited = await Server.start();
  });
  afterAll(() => unlimited?.dispose());

  test('a flood is refused message by message, and what was taken is whole', async () => {
    const claims = someone();
    const user = await Wire.as(unlimited, '/chat/user', claims);
    const { sessionId } = await user.ok('initiate-chat', {});
    const acks: Json[] = [];
    const count = 6_000;
    const answered = new Promise<void>((resolve) => {
      for (let index = 0; index < count; index += 1) {
        const body = { sessionId, content: `message ${index}` };
        user.socket.emit('chat-message', body, (ack: Json) => {
          acks.push(ack);
          if (acks.length === count) resolve();
        });
      }
    });
    // A client that does not take the refusals fast enough either is disconnected.
    const cut = new Promise<void>((resolve) => user.socket.once('disconnect', () => resolve()));
    await Promise.race([answered, cut]);
    user.close();

    const taken = acks.filter((ack) => ack.success).map((ack) => ack.message);
    const refused = acks.filter((ack) => !ack.success);
    // Not all got in: some were refused, or the client was cut off before it heard of any.
    expect(taken.length).toBeLessThan(count);
    for (const ack of refused) expect(ack).toMatchObject({ code: 'unavailable', retryAfter: 1 });
    const back = await Wire.as(unlimited, '/chat/user', claims);
    const stored = await history(back, sessionId);
    expect(stored.map((message) => message.seq)).toEqual(stored.map((_, index) => index + 1));
    expect(stored.slice(0, taken.length)).toEqual(taken);
    back.close();
  });
});

describe('with a short queue to each client', () => {
  let narrow: Server;
  beforeAll(async () => {
    narrow = await Server.start({ SOCKET_QUEUE: '64' });
  });
  afterAll(() => narrow?.dispose());

  test.each(VARIANTS)(
    'client $client over $transport that stops reading is cut off, comes back by itself and heals by sync',
    {
      timeout: 120_000,
    },
    async (variant) => {
      const chat = await activeChat(narrow, variant);
      const { sessionId } = chat;
      const user = await Wire.as(narrow, '/chat/user', chat.userClaims, variant, {
        reconnect: true,
      });
      // More than the kernel's buffers and the server's queue can hold for one client; several
      // tabs write it, since each waits for its acknowledgements.
      const [tabs, rounds, messages] = [4, 15, 600];
      const text = '\u00e9'.repeat(variant.transport === 'polling' ? 1 : 9_900);
      const agents = await Promise.all(
        Array.from({ length: tabs }, () => Wire.as(narrow, '/chat/agent', chat.agentClaims)),
      );
      const line = stalled(user, variant);
      for (let round = 0; round < rounds; round += 1) {
        const sent = agents.flatMap((agent) =>
          Array.from({ length: 10 }, () => agent.ok('chat-message', { sessionId, content: text })),
        );
        await Promise.all(sent);
      }
      const heardBefore = () => user.pending('chat-message').map(([message]) => message.seq);
      line.resume();
      const [reason] = await user.next('disconnect');
      expect(reason).toMatch(/^transport (close|error)$/);
      // What it heard before the gap was in order and without one.
      const heard = heardBefore();
      expect(heard).toEqual(heard.map((_, index) => index + 1));
      expect(heard.length).toBeLessThan(messages);
      await user.next('connect');
      const missed = await history(user, sessionId, heard.length);
      expect([...heard, ...missed.map((message) => message.seq)]).toEqual(
        Array.from({ length: messages }, (_, index) => index + 1),
      );
      // From now on it hears everything again.
      await chat.agent.ok('chat-message', { sessionId, content: 'Back?' });
      await user.next('chat-message', (message) => message.seq === messages + 1);
      for (const agent of agents) agent.close();
      user.close();
      await leave(chat);
    },
  );
});

describe('a client that begins a request and does not go on', () => {
  let hasty: Server;
  beforeAll(async () => {
    hasty = await Server.start({ REQUEST_HEADER_SECONDS: '1' });
  });
  afterAll(() => hasty?.dispose());

  test('is disconnected, and a socket that is open is not', async () => {
    const user = await Wire.as(hasty, '/chat/user', someone());
    const slow = connect(Number(new URL(hasty.url).port), '127.0.0.1');
    slow.on('error', () => {});
    slow.write('GET /healthz HTTP/1.1\r\nHost: desk\r\nX-Slow:');
    await once(slow, 'close');
    await user.ok('initiate-chat', {});
    user.close();
  });
});

/** Stops the client from reading what comes, as a sleeping device would. */
function stalled(wire: Wire, variant: Variant): { resume(): void } {
  if (variant.transport === 'polling') return withoutPolling(wire);
  // Below the interface of the client there is the `ws` package, and below that a TCP socket.
  const transport = wire.socket.io.engine.transport as unknown as {
    ws: { _socket: { pause(): void; resume(): void } };
  };
  transport.ws._socket.pause();
  return transport.ws._socket;
}

/** Lets no further request begin that would fetch packets. */
function withoutPolling(wire: Wire): { resume(): void } {
  const transport = wire.socket.io.engine.transport as unknown as { doPoll: () => void };
  const poll = transport.doPoll;
  let held = false;
  transport.doPoll = () => {
    held = true;
  };
  return {
    resume: () => {
      transport.doPoll = poll;
      if (held) poll.call(transport);
    },
  };
}
