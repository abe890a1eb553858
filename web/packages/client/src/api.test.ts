import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Api, createApi } from './api';
import type { FrontdeskError } from './errors';
import { Http } from './http';
import { TokenHolder } from './token';

/** What `fetch` was called with. */
interface Sent {
  method: string;
  url: string;
  headers: Headers;
  body: unknown;
}

let sent: Sent[];
let answers: (() => Response)[];
let api: Api;
let token: TokenHolder;

beforeEach(() => {
  sent = [];
  answers = [];
  token = new TokenHolder('jwt');
  api = createApi(new Http('https://desk.example', token));
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    init.signal?.throwIfAborted();
    sent.push({
      method: init.method ?? '',
      url,
      headers: init.headers as Headers,
      body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
    });
    const answer = answers.shift();
    if (!answer) throw new TypeError('fetch failed');
    return answer();
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const give = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  answers.push(() => new Response(JSON.stringify(body), { status, headers }));

async function failure(promise: Promise<unknown>): Promise<FrontdeskError> {
  return promise.then(
    () => {
      throw new Error('it succeeded');
    },
    (error) => error,
  );
}

describe('a request', () => {
  it('carries the token of now', async () => {
    give(200, { success: true, data: {} });
    give(200, { success: true, data: {} });
    await api.auth.me();
    token.set(async () => 'another');
    await api.auth.me();
    expect(sent.map(({ headers }) => headers.get('Authorization'))).toEqual([
      'Bearer jwt',
      'Bearer another',
    ]);
  });

  it('goes without a token where there is none', async () => {
    token.set(null);
    give(200, { success: true, data: [], page: { next: null } });
    await api.faq.list();
    expect(sent[0]?.headers.has('Authorization')).toBe(false);
  });

  it('leaves out what is not asked for, and encodes the rest', async () => {
    give(200, { success: true, data: [], page: { next: null } });
    give(200, { success: true, data: {} });
    await api.tickets.list({ status: 'in-progress', q: 'a&b', category: '', cursor: null });
    await api.faq.get('what/else?');
    expect(sent.map(({ url }) => url)).toEqual([
      'https://desk.example/api/support/tickets?status=in-progress&q=a%26b',
      'https://desk.example/api/support/faq/what%2Felse%3F',
    ]);
  });

  it('that creates has an idempotency key of its own, or the caller’s', async () => {
    for (let n = 0; n < 3; n += 1) give(201, { success: true, data: {} });
    const ticket = { subject: 'a', description: 'b' };
    await api.tickets.create(ticket);
    await api.tickets.create(ticket);
    await api.tickets.create(ticket, { idempotencyKey: 'k' });
    const keys = sent.map(({ headers }) => headers.get('Idempotency-Key'));
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[1]).not.toBe(keys[0]);
    expect(keys[2]).toBe('k');
    expect(sent[0]?.body).toEqual(ticket);
  });

  it('tells null from missing in a patch', async () => {
    give(200, { success: true, data: {} });
    await api.tickets.update('t1', { assignedTo: null });
    expect(sent[0]).toMatchObject({ method: 'PATCH', body: { assignedTo: null } });
  });
});

describe('an answer', () => {
  it('of a list is a page with the next cursor', async () => {
    give(200, { success: true, data: [{ id: 't1' }], page: { next: 'c' } });
    expect(await api.tickets.list()).toEqual({ items: [{ id: 't1' }], next: 'c' });
  });

  it('of notifications has the unread count', async () => {
    give(200, { success: true, data: [], unreadCount: 3, page: { next: null } });
    expect(await api.notifications.list()).toEqual({ items: [], next: null, unreadCount: 3 });
  });

  it('of a search has the query as it was understood', async () => {
    const told = { didYouMean: 'a c', answered: false, searchId: 's1' };
    const lists = { faq: [], tickets: [] };
    give(200, { success: true, data: lists, query: 'a b', page: { next: 'c' }, ...told });
    expect(await api.search.query({ q: ' a b ' })).toEqual({
      ...lists,
      ...told,
      facets: null,
      query: 'a b',
      next: 'c',
    });
  });

  it('may be empty', async () => {
    answers.push(() => new Response(null, { status: 204 }));
    expect(await api.faq.remove('f1')).toBeUndefined();
  });
});

describe('a search', () => {
  const visitOf = ({ url = '' }: Partial<Sent> = {}) => new URL(url).searchParams.get('visit');

  it('says where it was typed, and on which page', async () => {
    api = createApi(new Http('https://desk.example', token), { surface: 'widget' });
    give(200, { success: true, data: { completions: [] } });
    give(200, { success: true, data: { faq: [], tickets: [] }, query: 'ab', page: {} });
    await api.search.suggest('ab');
    await api.search.query({ q: 'ab' });
    expect(sent[0]?.url).toContain('/search/suggest?q=ab&surface=widget&visit=');
    expect(sent[1]?.url).toContain('surface=widget');
    expect(visitOf(sent[0])).toMatch(/^[\w-]{36}$/);
    expect(visitOf(sent[1])).toBe(visitOf(sent[0]));
  });

  it('tells of a click without a word about its failure', async () => {
    api.search.click({ searchId: 's1', type: 'faq', id: 'f1', rank: 2 });
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.body).toEqual({ searchId: 's1', type: 'faq', id: 'f1', rank: 2 });
  });
});

describe('a failure', () => {
  it('is told as the problem says', async () => {
    give(400, {
      type: 'https://desk.example/docs/errors#invalid-input',
      title: 'The request is not valid',
      status: 400,
      detail: 'subject is missing',
      success: false,
      errors: [{ field: 'subject', message: 'write a subject' }],
    });
    const error = await failure(api.tickets.create({ subject: '', description: '' }));
    expect(error).toMatchObject({
      status: 400,
      code: 'invalid-input',
      message: 'subject is missing',
    });
    expect(error.fieldError('subject')).toBe('write a subject');
    expect(error.fieldError('description')).toBeUndefined();
  });

  it('of the rate says when to come back', async () => {
    give(429, { status: 429, code: 'rate-limited', detail: 'Too many.' }, { 'Retry-After': '7' });
    expect(await failure(api.auth.me())).toMatchObject({ code: 'rate-limited', retryAfter: 7 });
  });

  it.each([
    [401, 'unauthenticated'],
    [413, 'too-large'],
    [502, 'internal'],
    [503, 'unavailable'],
  ])('of something else than the desk is told by its status (%i)', async (status, code) => {
    answers.push(() => new Response('<html>a proxy</html>', { status }));
    const error = await failure(api.auth.me());
    expect(error).toMatchObject({ status, code });
    expect(error.message).not.toBe('');
  });

  it('to reach the server is its own code', async () => {
    expect(await failure(api.auth.me())).toMatchObject({ status: 0, code: 'offline' });
  });

  it('because the caller gave up is its own code', async () => {
    const controller = new AbortController();
    controller.abort();
    const error = await failure(api.auth.me({ signal: controller.signal }));
    expect(error.code).toBe('aborted');
  });

  it('is a page where JSON is due', async () => {
    answers.push(() => new Response('<html>the app</html>', { status: 200 }));
    expect(await failure(api.auth.me())).toMatchObject({ status: 200, code: 'internal' });
  });
});
