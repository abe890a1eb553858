// The app itself without a line: its page and the files that it is built of. These are named by
// their content, so one that is kept is as good as one that is fetched. A new version of the worker
// has a cache of its own; the old one goes when the new one takes over.

/** What the build says (`build/service-worker.ts`). */
export interface Build {
  /** Changes with any file. */
  version: string;
  /** What every page begins with. */
  entry: readonly string[];
  /** What else the parts of the app are made of. */
  portal: readonly string[];
  console: readonly string[];
}

const PREFIX = 'frontdesk-shell-';
/** The page without words of the server's, for whatever address the app routes. */
export const PAGE = '/index.html';
const ICONS = ['/favicon.svg'];

export const shellOf = ({ version }: Build): string => `${PREFIX}${version}`;

/** First segments of addresses that are not the app's. */
const OTHERS = ['api', 'ipfs', 'socket.io', 'metrics', 'widget', 'demo', 'healthz', 'readyz'];

/** Whether the app answers a navigation there. */
export function isPage({ pathname }: URL): boolean {
  const [, first = ''] = pathname.split('/');
  const last = pathname.split('/').at(-1) ?? '';
  return (
    !last.includes('.') && !OTHERS.includes(first) && !/^\/docs\/(?:plain|errors)/.test(pathname)
  );
}

export const isAsset = ({ pathname }: URL): boolean =>
  pathname.startsWith('/assets/') || ICONS.includes(pathname);

/** Keeps what every page begins with. */
export async function keepEntry(caches: CacheStorage, build: Build): Promise<void> {
  const cache = await caches.open(shellOf(build));
  // The page's own name never changes, so it has to be asked for anew.
  await cache.addAll([new Request(PAGE, { cache: 'reload' }), ...ICONS, ...build.entry]);
}

/** Keeps more, one after the other, for it has time; what fails now comes when it is used. */
export async function keepMore(
  caches: CacheStorage,
  build: Build,
  files: readonly string[],
): Promise<void> {
  const cache = await caches.open(shellOf(build));
  for (const file of files) {
    if (await cache.match(file)) continue;
    await cache.add(file).catch(() => {});
  }
}

/** Removes what older versions have kept. */
export async function dropOld(caches: CacheStorage, build: Build): Promise<void> {
  const old = (await caches.keys()).filter(
    (name) => name.startsWith(PREFIX) && name !== shellOf(build),
  );
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** A file of the build: the kept one, else the server's, which is kept from then on. */
export async function asset(caches: CacheStorage, build: Build, request: Request) {
  const cache = await caches.open(shellOf(build));
  const kept = await cache.match(request.url);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.status === 200) await cache.put(request.url, answer.clone());
  return answer;
}

/** A page: as the server gives it now; without a line the empty one, which the app fills. */
export async function page(
  caches: CacheStorage,
  build: Build,
  request: Request,
  preloaded: Promise<Response | undefined>,
): Promise<Response> {
  try {
    return (await preloaded) ?? (await fetch(request));
  } catch (error) {
    const cache = await caches.open(shellOf(build));
    const kept = await cache.match(PAGE);
    if (kept) return kept;
    throw error;
  }
}
