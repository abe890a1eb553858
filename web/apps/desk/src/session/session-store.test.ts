import { FrontdeskError } from '@frontdesk/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SessionStore } from './session-store';

const jwt = (claims: object) => `e30.${btoa(JSON.stringify(claims))}.x`;
const inOneHour = () => Math.floor(Date.now() / 1000) + 3600;

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, '', '/');
});
afterEach(() => vi.useRealTimers());

describe('a sign-in', () => {
  it('comes in by a link, leaves the address and is kept', () => {
    history.replaceState(null, '', '/tickets#token=a.b.c');
    const store = new SessionStore('portal');
    expect(store.getSnapshot().token).toBe('a.b.c');
    expect(location.hash).toBe('');
    expect(new SessionStore('portal').getSnapshot().token).toBe('a.b.c');
    expect(new SessionStore('console').getSnapshot().token).toBeNull();
  });

  it('that is over is not used, and says so', () => {
    localStorage.setItem('frontdesk.portal.token', jwt({ sub: 'u', exp: 1 }));
    const { token, expired } = new SessionStore('portal').getSnapshot();
    expect([token, expired]).toEqual([null, true]);
    expect(localStorage.getItem('frontdesk.portal.token')).toBeNull();
  });

  it('ends by itself at its time', () => {
    vi.useFakeTimers();
    const store = new SessionStore('portal');
    store.signIn(jwt({ sub: 'u', exp: inOneHour() }));
    expect(store.getSnapshot().expired).toBe(false);
    vi.advanceTimersByTime(3_600_000);
    expect(store.getSnapshot()).toMatchObject({ token: null, expired: true });
  });

  it('that ends leaves nothing to be read without a line; a renewed one does', () => {
    const forgotten = vi.fn(async () => true);
    vi.stubGlobal('caches', { delete: forgotten });
    try {
      const store = new SessionStore('portal');
      store.signIn(jwt({ sub: 'maya', exp: inOneHour() }));
      store.signIn(jwt({ sub: 'maya', exp: inOneHour() + 1 }));
      expect(forgotten).not.toHaveBeenCalled();
      store.signIn(jwt({ sub: 'ravi', exp: inOneHour() }));
      expect(forgotten).toHaveBeenLastCalledWith('frontdesk-reads-1:maya');
      store.signOut();
      expect(forgotten).toHaveBeenLastCalledWith('frontdesk-reads-1:ravi');
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('gets a client and a cache of its own', () => {
    const store = new SessionStore('portal');
    store.signIn('a.b.c');
    const first = store.getSnapshot();
    first.queries.setQueryData(['me'], 'Maya');
    store.signIn('d.e.f');
    const second = store.getSnapshot();
    expect(second.client).not.toBe(first.client);
    expect(second.queries.getQueryData(['me'])).toBeUndefined();
  });

  it('ends when the server no longer takes it, but not for any other failure', async () => {
    const store = new SessionStore('portal');
    store.signIn('a.b.c');
    const { queries } = store.getSnapshot();
    const fail = (status: number) =>
      queries
        .fetchQuery({
          queryKey: [status],
          queryFn: () => Promise.reject(new FrontdeskError({ code: 'x', message: 'x', status })),
        })
        .catch(() => {});
    await fail(403);
    expect(store.getSnapshot().token).toBe('a.b.c');
    await fail(401);
    expect(store.getSnapshot()).toMatchObject({ token: null, expired: true });
  });

  it('follows another tab, and tells who listens', () => {
    const store = new SessionStore('portal');
    const heard = vi.fn();
    store.subscribe(heard);
    const change = (key: string, newValue: string | null) =>
      window.dispatchEvent(new StorageEvent('storage', { key, newValue }));
    change('frontdesk.console.token', 'x.y.z');
    expect(heard).not.toHaveBeenCalled();
    change('frontdesk.portal.token', 'x.y.z');
    expect(heard).toHaveBeenCalledOnce();
    expect(store.getSnapshot().token).toBe('x.y.z');
  });
});
