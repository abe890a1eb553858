// The unread count while notifications and connections come at the same time: whatever the order
// in which things happen, what a connection hears last is true.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';
import { Wire } from '../harness/wire';

const ROUNDS = 20;
const CONNECTIONS = 4;
const NOTIFICATIONS = 6;

let server: Server;
beforeAll(async () => {
  server = await Server.start();
});
afterAll(() => server.dispose());

test('the last unread count that a connection hears is the true one', async () => {
  const agent = new Rest(server, someone('agent'));
  for (let round = 0; round < ROUNDS; round += 1) {
    const user = someone();
    const rest = new Rest(server, user);
    const ticket = await rest.post('/tickets', { subject: 'Bell', description: 'It is silent.' });
    const connecting = Array.from({ length: CONNECTIONS }, () => Wire.as(server, '/', user));
    const responding = Array.from({ length: NOTIFICATIONS }, (_, number) =>
      agent.post(`/tickets/${ticket.id}/responses`, { response: `Try number ${number}` }),
    );
    const [wires] = await Promise.all([Promise.all(connecting), Promise.all(responding)]);
    for (const wire of wires) {
      const lastCount = () => wire.pending('unread-count').at(-1)?.[0].count;
      await expect.poll(lastCount, { timeout: 5_000 }).toBe(NOTIFICATIONS);
    }
    for (const wire of wires) wire.close();
  }
});
