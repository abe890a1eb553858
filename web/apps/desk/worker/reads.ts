// What a person has read lately, to be read again without a line: articles and conversations. The
// desk is asked first, always; what it said last is given only when it can't be reached. Each
// person has a cache of their own, known by their token, so nobody is given what another has read;
// it is bounded, holds no token, and goes when they sign out.

import { NOBODY, readsOf } from './messages';

/** Answers that are kept for one person; beyond that the oldest go. */
export const MAX_READS = 150;

const API = '/api/support';

/** What may be kept: what people read, and what a page needs to show it. No files, nothing of admins. */
const READS = [
  /^\/(?:config|categories|auth\/me)$/,
  /^\/faq(?:\/[^/]+)?$/,
  /^\/tickets(?:\/counts|\/[^/]+(?:\/responses)?)?$/,
  /^\/chat\/(?:availability|form)$/,
  /^\/chat\/sessions(?:\/[^/]+(?:\/(?:messages|notes))?)?$/,
  /^\/inbox(?:\/counts|\/views)?$/,
];

export function isRead({ pathname }: URL): boolean {
  if (!pathname.startsWith(`${API}/`)) return false;
  const path = pathname.slice(API.length);
  return READS.some((pattern) => pattern.test(path));
}

/** Whose request it is. A token that can't be read is nobody's, and its answers are not kept. */
export function personOf(authorization: string | null): string | null {
  if (authorization === null) return NOBODY;
  const body = /^Bearer [^.]+\.([^.]+)\./.exec(authorization)?.[1];
  if (!body) return null;
  try {
    const binary = atob(body.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    const { sub } = JSON.parse(new TextDecoder().decode(bytes)) as { sub?: unknown };
    return typeof sub === 'string' && sub !== NOBODY ? sub : null;
  } catch {
    return null;
  }
}

/** How often each person was forgotten: what was asked before that is not kept after it. */
const forgotten = new Map<string, number>();
const timesForgotten = (person: string) => forgotten.get(person) ?? 0;

/** Answers of the API. `later` is told what goes on behind the answer. */
export async function read(
  caches: CacheStorage,
  request: Request,
  later: (work: Promise<unknown>) => void,
): Promise<Response> {
  const person = personOf(request.headers.get('Authorization'));
  if (person === null) return fetch(request);
  const before = timesForgotten(person);
  try {
    const answer = await fetch(request);
    if (answer.status === 200) {
      later(keep(caches, person, before, request.url, answer.clone()).catch(() => {}));
    } else if (answer.status === 401 || answer.status === 403 || answer.status === 404) {
      // It may not be read any more.
      later(drop(caches, person, request.url).catch(() => {}));
    }
    return answer;
  } catch (error) {
    // Looked for, not opened: to ask makes no cache.
    const kept = await caches.match(request.url, {
      cacheName: readsOf(person),
      ignoreVary: true,
    });
    if (kept) return kept;
    throw error;
  }
}

async function keep(
  caches: CacheStorage,
  person: string,
  before: number,
  url: string,
  answer: Response,
): Promise<void> {
  if (timesForgotten(person) !== before) return;
  const cache = await caches.open(readsOf(person));
  // Put anew, it stands last: the first are the oldest.
  await cache.delete(url, { ignoreVary: true });
  await cache.put(url, answer);
  const keys = await cache.keys();
  const old = keys.slice(0, Math.max(0, keys.length - MAX_READS));
  await Promise.all(old.map((key) => cache.delete(key, { ignoreVary: true })));
  // They have left while this was written.
  if (timesForgotten(person) !== before) await caches.delete(readsOf(person));
}

async function drop(caches: CacheStorage, person: string, url: string): Promise<void> {
  const name = readsOf(person);
  if (!(await caches.has(name))) return;
  await (await caches.open(name)).delete(url, { ignoreVary: true });
}

/** They have signed out: nothing of theirs stays, nor comes back by what is under way. */
export async function forget(caches: CacheStorage, person: string): Promise<void> {
  forgotten.set(person, timesForgotten(person) + 1);
  await caches.delete(readsOf(person));
}
