import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { act } from './act';
import { resubscribe } from './resubscribe';
import type { Carried, Scope } from './scope';
import { show } from './show';

const HOME = 'https://desk.example';

interface Page {
  url: string;
  focused: boolean;
  visibilityState: DocumentVisibilityState;
  focus: ReturnType<typeof vi.fn>;
  postMessage: ReturnType<typeof vi.fn>;
}

let pages: Page[];
let shown: { title: string; options: NotificationOptions & { data: Carried } }[];
let opened: string[];
let subscription: PushSubscription | null;
const subscribe = vi.fn();
let scope: Scope;

/** An open page; `told` is its answer to the worker's question, none when missing. */
function page(path: string, told?: boolean): Page {
  const one: Page = {
    url: `${HOME}${path}`,
    focused: false,
    visibilityState: 'hidden',
    focus: vi.fn(async () => one),
    postMessage: vi.fn((message, ports?: MessagePort[]) => {
      if (message.type === 'frontdesk:told?' && told !== undefined)
        ports?.[0]?.postMessage({ told });
    }),
  };
  pages.push(one);
  return one;
}

beforeEach(() => {
  pages = [];
  shown = [];
  opened = [];
  subscription = null;
  subscribe.mockReset();
  scope = {
    registration: {
      scope: `${HOME}/`,
      showNotification: async (title: string, options: never) =>
        void shown.push({ title, options }),
      getNotifications: async () => [],
      pushManager: { getSubscription: async () => subscription, subscribe },
    } as unknown as Scope['registration'],
    clients: {
      matchAll: async () => pages,
      openWindow: async (url: string) => {
        opened.push(url);
        return null;
      },
    } as unknown as Scope['clients'],
  };
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const push = (payload: object) => show(scope, { json: () => payload });
const PAYLOAD = {
  title: 'Ann answered ticket #7',
  body: 'Try the bolt.',
  tag: 't7',
  url: '/tickets/7',
  notificationIds: ['n1'],
  readToken: 'r1',
};

describe('a push message', () => {
  it('is shown with its words, in place of one with the same tag', async () => {
    await push(PAYLOAD);
    expect(shown).toMatchObject([
      {
        title: PAYLOAD.title,
        options: {
          body: PAYLOAD.body,
          tag: 't7',
          renotify: true,
          actions: [{ action: 'open' }, { action: 'read' }],
          data: { url: `${HOME}/tickets/7`, readToken: 'r1' },
        },
      },
    ]);
  });

  it('that can’t be read is shown all the same, as browsers demand', async () => {
    await show(scope, null);
    await show(scope, {
      json: () => {
        throw new SyntaxError();
      },
    });
    expect(shown.map(({ title }) => title)).toEqual([
      'There is something new',
      'There is something new',
    ]);
  });

  it('leads nowhere but into this desk', async () => {
    await push({ ...PAYLOAD, url: 'https://evil.example/x' });
    await push({ ...PAYLOAD, url: 'javascript:alert(1)' });
    expect(shown.map(({ options }) => options.data.url)).toEqual([`${HOME}/`, `${HOME}/`]);
  });

  it('that an open page has told is not told again', async () => {
    page('/', false);
    page('/console', true);
    await push(PAYLOAD);
    expect(shown).toEqual([]);
  });

  it('that no page has told is shown, even where a page does not answer', async () => {
    page('/', false);
    page('/frozen');
    await push(PAYLOAD);
    expect(shown).toHaveLength(1);
  });
});

describe('a click', () => {
  const data: Carried = { url: `${HOME}/tickets/7`, title: 'Answered', readToken: 'r1' };
  const click = (action = '') => act(scope, { data, tag: 't7' }, action);

  it('opens a page where there is none', async () => {
    await click();
    expect(opened).toEqual([data.url]);
  });

  it('brings the page that is there to the front', async () => {
    const other = page('/');
    const there = page('/tickets/7');
    await click('open');
    expect(there.focus).toHaveBeenCalled();
    expect(there.postMessage).not.toHaveBeenCalled();
    expect(other.focus).not.toHaveBeenCalled();
    expect(opened).toEqual([]);
  });

  it('sends an open page of the same part of the app there', async () => {
    const console_ = page('/console/chats');
    const portal = page('/help/x');
    await click();
    expect(portal.focus).toHaveBeenCalled();
    expect(portal.postMessage).toHaveBeenCalledWith({ type: 'frontdesk:open', url: data.url });
    expect(console_.focus).not.toHaveBeenCalled();
  });

  it('on “Mark read” sends the message’s own token and nothing else', async () => {
    const fetch = vi.fn(async () => new Response('{}'));
    vi.stubGlobal('fetch', fetch);
    await click('read');
    expect(fetch).toHaveBeenCalledWith('/api/support/notifications/read', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"token":"r1"}',
      credentials: 'omit',
    });
    expect([opened, shown]).toEqual([[], []]);
  });

  it('on “Mark read” without a line brings it back', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('no line')));
    await click('read');
    expect(shown).toMatchObject([{ title: 'Answered', options: { tag: 't7' } }]);
  });

  it('on “Mark read” that is refused does not', async () => {
    vi.stubGlobal('fetch', async () => new Response('{}', { status: 403 }));
    await click('read');
    expect(shown).toEqual([]);
  });
});

describe('a subscription that the browser gives up', () => {
  const old = { options: { applicationServerKey: new ArrayBuffer(2) } } as PushSubscription;

  it('is made anew with the same key, and open pages tell the desk', async () => {
    const open = page('/');
    await resubscribe(scope, old);
    expect(subscribe).toHaveBeenCalledWith({
      userVisibleOnly: true,
      applicationServerKey: old.options.applicationServerKey,
    });
    expect(open.postMessage).toHaveBeenCalledWith({ type: 'frontdesk:subscription-changed' });
  });

  it('of which nothing is told takes the desk’s key', async () => {
    vi.stubGlobal('fetch', async () => new Response('{"data":{"publicKey":"BDd3"}}'));
    await resubscribe(scope, null);
    expect(subscribe).toHaveBeenCalledWith({ userVisibleOnly: true, applicationServerKey: 'BDd3' });
  });

  it('that was made anew already is left', async () => {
    subscription = old;
    await resubscribe(scope, old);
    expect(subscribe).not.toHaveBeenCalled();
  });
});
