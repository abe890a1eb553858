import { beforeEach, expect, it, vi } from 'vitest';
import { readsOf } from './messages';
import { forget, isRead, MAX_READS, personOf, read } from './reads';

const DESK = 'https://desk.example';
const TICKET = `${DESK}/api/support/tickets/7`;

/** The Cache API as far as it is used: what was put last stands last. */
class FakeCaches {
  readonly all = new Map<string, Map<string, Response>>();

  async open(name: string) {
    if (!this.all.has(name)) this.all.set(name, new Map());
    const entries = () => this.all.get(name) ?? new Map<string, Response>();
    return {
      delete: async (key: string | { url: string }) =>
        entries().delete(typeof key === 'string' ? key : key.url),
      put: async (url: string, answer: Response) => void entries().set(url, answer),
      keys: async () => [...entries().keys()].map((url) => ({ url })),
    };
  }
  has = async (name: string) => this.all.has(name);
  delete = async (name: string) => this.all.delete(name);
  match = async (url: string, { cacheName }: { cacheName: string }) =>
    this.all.get(cacheName)?.get(url)?.clone();
}

let caches: FakeCaches;
let line: (url: string) => Promise<Response>;
let works: Promise<unknown>[];

const tokenOf = (sub: string) => `Bearer e30.${btoa(JSON.stringify({ sub }))}.x`;
const ask = async (person: string | null, url = TICKET) => {
  const headers = person === null ? undefined : { Authorization: tokenOf(person) };
  const request = new Request(url, { headers });
  return read(caches as unknown as CacheStorage, request, (work) => works.push(work));
};
const done = async () => {
  await Promise.all(works);
  works = [];
};
const down = async () => Promise.reject(new TypeError('no line'));

beforeEach(() => {
  caches = new FakeCaches();
  works = [];
  line = async () => new Response('of maya');
  vi.stubGlobal('fetch', (request: Request) => line(request.url));
});

it('gives what the desk says, and without a line what it said last', async () => {
  expect(await (await ask('maya')).text()).toBe('of maya');
  await done();
  line = down;
  expect(await (await ask('maya')).text()).toBe('of maya');
});

it('gives nobody what another person has read', async () => {
  await ask('maya');
  await done();
  line = down;
  await expect(ask('ravi')).rejects.toThrow('no line');
  await expect(ask(null)).rejects.toThrow('no line');
});

it('keeps no token', async () => {
  await ask('maya');
  await done();
  expect([...(caches.all.get(readsOf('maya'))?.keys() ?? [])]).toEqual([TICKET]);
});

it('forgets what may not be read any more', async () => {
  await ask('maya');
  await done();
  line = async () => new Response('', { status: 404 });
  await ask('maya');
  await done();
  line = down;
  await expect(ask('maya')).rejects.toThrow('no line');
});

it('keeps no failure', async () => {
  line = async () => new Response('', { status: 503 });
  await ask('maya');
  await done();
  expect(caches.all.size).toBe(0);
});

it('forgets a person, and what of theirs is still under way', async () => {
  await ask('maya');
  await done();
  let arrive = (_answer: Response) => {};
  line = () => new Promise((resolve) => (arrive = resolve));
  const late = ask('maya', `${DESK}/api/support/tickets/8`);
  await forget(caches as unknown as CacheStorage, 'maya');
  arrive(new Response('late'));
  await late;
  await done();
  expect(caches.all.has(readsOf('maya'))).toBe(false);
  // Signed in again, they are kept again.
  line = async () => new Response('again');
  await ask('maya');
  await done();
  expect(caches.all.get(readsOf('maya'))?.size).toBe(1);
});

it('is bounded: what was read longest ago goes', async () => {
  for (let number = 0; number < MAX_READS + 2; number += 1) {
    await ask('maya', `${DESK}/api/support/faq/a${number}`);
    await done();
  }
  const kept = [...(caches.all.get(readsOf('maya'))?.keys() ?? [])];
  expect(kept).toHaveLength(MAX_READS);
  expect(kept[0]).toMatch(/a2$/);
});

it('keeps what people read, and nothing else', () => {
  const asks = (path: string) => isRead(new URL(`${DESK}${path}`));
  const reads = ['/faq', '/faq/a', '/tickets/7/responses', '/chat/sessions/1/messages', '/config'];
  expect(reads.filter((path) => !asks(`/api/support${path}`))).toEqual([]);
  const others = [
    '/files',
    '/audit',
    '/people/maya',
    '/search',
    '/webhooks',
    '/conversations/1/export',
  ];
  expect(others.filter((path) => asks(`/api/support${path}`))).toEqual([]);
  expect(asks('/ipfs/bafy')).toBe(false);
});

it('knows whose request it is', () => {
  expect(personOf(null)).toBe('');
  expect(personOf(tokenOf('maya'))).toBe('maya');
  expect(personOf('Bearer nonsense')).toBeNull();
  expect(personOf(tokenOf(''))).toBeNull();
});
