// What a client hears that sends too much.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activeChat, history, leave, someone } from '../harness/people';
import { Server } from '../harness/server';
import { type Json, VARIANTS, Wire } from '../harness/wire';

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
    const answered = new Promise<void>((resolve) => {
      const count = 6_000;
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
    expect(refused.length).toBeGreaterThan(0);
    for (const ack of refused) expect(ack).toMatchObject({ code: 'unavailable', retryAfter: 1 });
    const back = await Wire.as(unlimited, '/chat/user', claims);
    const stored = await history(back, sessionId);
    expect(stored.map((message) => message.seq)).toEqual(stored.map((_, index) => index + 1));
    expect(stored.slice(0, taken.length)).toEqual(taken);
    back.close();
  });

  test('a client that stops reading is disconnected, hinders nobody, and heals by sync', {
    timeout: 120_000,
  }, async () => {
    const chat = await activeChat(unlimited);
    const { user, agent, sessionId } = chat;
    // More than the kernel's buffers and the server's queue can hold for one client.
    const [messages, text] = [1_400, '\u{1F6B2}'.repeat(9_900)];
    const line = stalled(user);
    for (let sent = 0; sent < messages; sent += 50) {
      const batch = Array.from({ length: 50 }, () =>
        agent.ok('chat-message', { sessionId, content: text }),
      );
      await Promise.all(batch);
    }
    line.resume();
    await user.next('disconnect');
    const back = await Wire.as(unlimited, '/chat/user', chat.userClaims);
    const stored = await history(back, sessionId);
    expect(stored.map((message) => message.seq)).toEqual(
      Array.from({ length: messages }, (_, index) => index + 1),
    );
    // What it heard before the gap was in order and without one.
    const heard = user.pending('chat-message').map(([message]) => message.seq);
    expect(heard).toEqual(heard.map((_, index) => index + 1));
    expect(heard.length).toBeLessThan(messages);
    await leave({ ...chat, user: back });
  });
});

/** Stops the client from reading from its WebSocket, as a sleeping device would. */
function stalled(wire: Wire): { resume(): void } {
  // Below the interface of the client there is the `ws` package, and below that a TCP socket.
  const transport = wire.socket.io.engine.transport as unknown as {
    ws: { _socket: { pause(): void; resume(): void } };
  };
  transport.ws._socket.pause();
  return transport.ws._socket;
}
