import { afterEach, expect, it, vi } from 'vitest';
import { asset, type Build, dropOld, isAsset, isPage, keepMore, page } from './shell';

const DESK = 'https://desk.example';
const BUILD: Build = { version: 'b', entry: ['/assets/main.js'], portal: [], console: [] };

afterEach(() => {
  vi.unstubAllGlobals();
});

/** One cache after another, as far as they are used. */
function fakeCaches(names: string[] = []) {
  const all = new Map(names.map((name) => [name, new Map<string, Response>()]));
  const path = (key: string) => new URL(key, DESK).pathname;
  return {
    all,
    open: async (name: string) => {
      const entries = all.get(name) ?? new Map<string, Response>();
      all.set(name, entries);
      return {
        match: async (key: string) => entries.get(path(key))?.clone(),
        put: async (key: string, answer: Response) => void entries.set(path(key), answer),
        add: async (key: string) => void entries.set(path(key), await fetch(key)),
      };
    },
    keys: async () => [...all.keys()],
    delete: async (name: string) => all.delete(name),
  };
}
const storage = (fake: ReturnType<typeof fakeCaches>) => fake as unknown as CacheStorage;
const url = (path: string) => new URL(path, DESK);

it('answers for the app’s pages and files, and for nobody else’s', () => {
  const pages = ['/', '/console/settings/teams', '/docs/api/tickets', '/help/a'];
  expect(pages.filter((path) => !isPage(url(path)))).toEqual([]);
  const others = [
    '/api/support/faq',
    '/widget/frame',
    '/docs/plain',
    '/docs/errors',
    '/sitemap.xml',
    '/ipfs/b',
  ];
  expect(others.filter((path) => isPage(url(path)))).toEqual([]);
  expect(['/assets/a.js', '/favicon.svg', '/widget.js'].map((path) => isAsset(url(path)))).toEqual([
    true,
    true,
    false,
  ]);
});

it('fetches a file once', async () => {
  const fetch = vi.fn(async () => new Response('code'));
  vi.stubGlobal('fetch', fetch);
  const fake = fakeCaches();
  for (let time = 0; time < 2; time += 1) {
    const answer = await asset(storage(fake), BUILD, new Request(`${DESK}/assets/a.js`));
    expect(await answer.text()).toBe('code');
  }
  expect(fetch).toHaveBeenCalledOnce();
});

it('gives the empty page without a line, and the server’s with one', async () => {
  const fake = fakeCaches();
  (await fake.open('frontdesk-shell-b')).put('/index.html', new Response('empty'));
  const ask = async (preloaded?: Response) => {
    const got = page(storage(fake), BUILD, new Request(DESK), Promise.resolve(preloaded));
    return (await got).text();
  };
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('no line')));
  expect(await ask()).toBe('empty');
  expect(await ask(new Response('preloaded'))).toBe('preloaded');
  vi.stubGlobal('fetch', async () => new Response('now'));
  expect(await ask()).toBe('now');
});

it('keeps on when one file fails', async () => {
  vi.stubGlobal('fetch', async (path: string) =>
    path.includes('gone') ? Promise.reject(new TypeError('no line')) : new Response(path),
  );
  const fake = fakeCaches();
  await keepMore(storage(fake), BUILD, ['/assets/gone.js', '/assets/there.js']);
  expect([...(fake.all.get('frontdesk-shell-b')?.keys() ?? [])]).toEqual(['/assets/there.js']);
});

it('drops older versions of the app, and nothing that people have read', async () => {
  const fake = fakeCaches(['frontdesk-shell-a', 'frontdesk-shell-b', 'frontdesk-reads-1:maya']);
  await dropOld(storage(fake), BUILD);
  expect([...fake.all.keys()]).toEqual(['frontdesk-shell-b', 'frontdesk-reads-1:maya']);
});
