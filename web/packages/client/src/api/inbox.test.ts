import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Api, createApi } from '../api';
import { Http } from '../http';
import { TokenHolder } from '../token';

let sent: { method?: string; url: string; body: unknown; keepalive?: boolean }[];
let data: unknown;
let api: Api;

beforeEach(() => {
  sent = [];
  data = null;
  api = createApi(new Http('https://desk.example', new TokenHolder('jwt')));
  vi.stubGlobal('fetch', async (url: string, { method, body, keepalive }: RequestInit) => {
    sent.push({ method, url, keepalive, body: body ? JSON.parse(String(body)) : undefined });
    return new Response(JSON.stringify({ success: true, data }), { status: 200 });
  });
});
afterEach(() => void vi.unstubAllGlobals());

describe('the inbox', () => {
  it('keeps a draft under its conversation and kind, also while the page is left', async () => {
    await api.inbox.keepDraft('c/1', 'note', 'Call her', { keepalive: true });
    await api.inbox.dropDraft('c/1', 'reply');
    const drafts = 'https://desk.example/api/support/conversations/c%2F1/drafts';
    expect(sent).toMatchObject([
      { method: 'PUT', url: `${drafts}/note`, body: { content: 'Call her' }, keepalive: true },
      { method: 'DELETE', url: `${drafts}/reply` },
    ]);
  });

  it('sends what takes a change back as the server gave it', async () => {
    const undo = [{ id: 'c1', change: { status: 'open' as const, assignedTo: null } }];
    data = { changed: 1, undo: [], skipped: [] };
    expect(await api.inbox.change(undo)).toEqual(data);
    expect(sent).toMatchObject([{ method: 'POST', body: { items: undo } }]);
  });
});
