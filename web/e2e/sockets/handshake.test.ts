// Who may enter which namespace, and what the refused ones are told.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { someone } from '../harness/people';
import { Server } from '../harness/server';
import { inSeconds, token, unsignedToken } from '../harness/tokens';
import { type Namespace, VARIANTS, Wire } from '../harness/wire';

let server: Server;
beforeAll(async () => {
  server = await Server.start({ CORS_ORIGINS: 'https://desk.example.com' });
});
afterAll(() => server?.dispose());

const NAMESPACES: Namespace[] = ['/', '/chat/user', '/chat/agent'];

describe.each(VARIANTS)('client $client over $transport', (variant) => {
  async function refusal(namespace: string, auth: object): Promise<string> {
    const wire = Wire.open(server, namespace, variant, { auth });
    const message = await wire.payload('connect_error');
    expect(wire.pending('connect')).toEqual([]);
    wire.close();
    return message;
  }

  test.each(NAMESPACES)('%s wants a token', async (namespace) => {
    expect(await refusal(namespace, {})).toMatch(/token is missing/);
  });

  test.each(NAMESPACES)('%s refuses an expired token', async (namespace) => {
    const claims = { ...someone('admin'), exp: inSeconds(-3600) };
    expect(await refusal(namespace, { token: token(claims) })).toMatch(/expired/);
  });

  test.each(NAMESPACES)('%s refuses a forged signature', async (namespace) => {
    const forged = token(someone('admin'), 'somebody else’s secret, just as long as ours');
    expect(await refusal(namespace, { token: forged })).toMatch(/signature/);
  });

  test.each(NAMESPACES)('%s refuses an unsigned token', async (namespace) => {
    const message = await refusal(namespace, { token: unsignedToken(someone('admin')) });
    expect(message).not.toBe('');
  });

  test('a user may not enter the agents’ namespace', async () => {
    const message = await refusal('/chat/agent', { token: token(someone('user')) });
    expect(message).toMatch(/wrong role/);
  });

  test.each(['agent', 'admin'] as const)('an %s may', async (role) => {
    const wire = await Wire.as(server, '/chat/agent', someone(role), variant);
    wire.close();
  });

  test('the seed’s role name "support" is an agent', async () => {
    const claims = { ...someone('agent'), role: 'support' as const };
    const wire = await Wire.as(server, '/chat/agent', claims, variant);
    wire.close();
  });

  test('the identity is the token’s, whatever else the client states', async () => {
    const [maya, tom] = [someone(), someone()];
    const auth = { token: token(maya), userId: tom.sub };
    const wire = Wire.open(server, '/chat/user', variant, { auth });
    await wire.next('connect');
    const { sessionId } = await wire.ok('initiate-chat', { userId: tom.sub, message: 'Hello' });
    const { session } = await wire.ok('sync', { sessionId, after: 0 });
    expect(session.userId).toBe(maya.sub);
    await wire.ok('end-chat', { sessionId });
    wire.close();
  });

  test('a namespace that does not exist is refused', async () => {
    expect(await refusal('/admin', { token: token(someone('admin')) })).toMatch(/namespace/i);
  });

  test('a page of another origin is refused, a listed one is not', async () => {
    const auth = { token: token(someone()) };
    const headers = { Origin: 'https://evil.example' };
    const evil = Wire.open(server, '/', variant, { auth, headers });
    expect(await evil.payload('connect_error')).toMatch(/origin/);
    evil.close();
    const own = Wire.open(server, '/', variant, {
      auth,
      headers: { Origin: 'https://desk.example.com' },
    });
    await own.next('connect');
    own.close();
  });

  test('a connection ends with its token, and the token is refused then', async () => {
    const claims = { ...someone('agent'), exp: inSeconds(3) };
    const wire = await Wire.as(server, '/chat/agent', claims, variant, { reconnect: true });
    expect((await wire.payload('error')).message).toMatch(/expired/);
    // The client comes back by itself and hears why it may not.
    expect((await wire.next('disconnect'))[0]).toMatch(/^transport (close|error)$/);
    expect(await wire.payload('connect_error', (why) => /expired/.test(why))).toBeTruthy();
    wire.close();
  });
});
