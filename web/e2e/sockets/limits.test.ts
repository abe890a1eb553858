// What a client hears that sends too much.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { someone } from '../harness/people';
import { Server } from '../harness/server';
import { VARIANTS, Wire } from '../harness/wire';

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
