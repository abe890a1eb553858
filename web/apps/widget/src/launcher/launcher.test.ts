// The launcher on a page of happy-dom's, against a desk that answers its configuration.
import type { DeskChoice } from './config';
import { looksOf, optionsAt } from './config';
import { Events } from './events';
import { rememberConversation, remembersConversation } from './memory';
import { PageTitle } from './page-title';
import { Widget } from './widget';

const DESK: DeskChoice = {
  name: 'Fernway',
  color: '#0f766e',
  textColor: '#ffffff',
  theme: 'auto',
  side: 'right',
  offsetX: 20,
  offsetY: 24,
  language: null,
};

function answer(status: number, body: object): void {
  vi.stubGlobal('fetch', () =>
    Promise.resolve({ ok: status < 400, status, json: () => Promise.resolve(body) }),
  );
}

/** Until what was promised has come about. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

const host = () => document.querySelector('frontdesk-widget');
const root = () => host()?.shadowRoot;
const launcher = () => root()?.querySelector<HTMLButtonElement>('.launcher');
const frame = () => root()?.querySelector('iframe');

afterEach(() => {
  vi.unstubAllGlobals();
  document.querySelector('frontdesk-widget')?.remove();
  localStorage.clear();
  document.title = '';
});

describe('the launcher', () => {
  it('stands on the page in the desk’s looks, and loads nothing else', async () => {
    answer(200, { data: DESK });
    const widget = new Widget('https://desk.example', {});
    const ready = vi.fn();
    widget.events.on('ready', ready);
    widget.boot();
    await settled();
    expect(ready).toHaveBeenCalledOnce();
    expect(launcher()?.getAttribute('aria-expanded')).toBe('false');
    expect(root()?.querySelector<HTMLElement>('.root')?.style.getPropertyValue('--brand')).toBe(
      '#0f766e',
    );
    expect(frame()).toBeFalsy();
    expect(localStorage.length).toBe(0);
    widget.shutdown();
    expect(host()).toBeNull();
  });

  it('opens with a frame of the desk, and closes again', async () => {
    answer(200, { data: DESK });
    const widget = new Widget('https://desk.example', {});
    const told: string[] = [];
    widget.events.on('open', () => told.push('open'));
    widget.events.on('close', () => told.push('close'));
    widget.boot();
    // Before it is there: it is done as soon as it is.
    widget.show();
    await settled();
    expect(frame()?.src).toBe('https://desk.example/widget/frame');
    expect(launcher()?.getAttribute('aria-expanded')).toBe('true');
    widget.toggle();
    expect(launcher()?.getAttribute('aria-expanded')).toBe('false');
    expect(told).toEqual(['open', 'close']);
    widget.shutdown();
  });

  it('stays away where the desk does not want the page', async () => {
    answer(403, { message: 'pages of this origin may not embed the widget' });
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const widget = new Widget('https://desk.example', {});
    widget.boot();
    widget.show();
    await settled();
    expect(host()).toBeNull();
    expect(warned).toHaveBeenCalledOnce();
    warned.mockRestore();
  });

  it('goes on listening where a conversation of an earlier page goes on', async () => {
    answer(200, { data: DESK });
    rememberConversation(true);
    expect(remembersConversation()).toBe(true);
    const widget = new Widget('https://desk.example', {});
    widget.boot();
    await settled();
    expect(frame()).toBeTruthy();
    widget.logout();
    expect(remembersConversation()).toBe(false);
    widget.shutdown();
  });
});

describe('what the page chooses', () => {
  it('goes over what the desk has set', () => {
    const looks = looksOf(DESK, { color: '#ffd400', side: 'left', language: 'ar', offsetX: 4 });
    expect(looks).toMatchObject({
      color: '#ffd400',
      textColor: '#000000',
      side: 'left',
      language: 'ar',
      offsetX: 4,
      offsetY: 24,
    });
    expect(looksOf({ ...DESK, language: 'de' }, {}).language).toBe('de');
  });

  it('may stand at the script', () => {
    const script = document.createElement('script');
    Object.assign(script.dataset, {
      theme: 'dark',
      side: 'middle',
      offsetY: '80',
      launcher: 'off',
    });
    expect(optionsAt(script)).toEqual({ theme: 'dark', offsetY: 80, launcher: false });
    expect(optionsAt(null)).toEqual({});
  });
});

describe('listeners', () => {
  it('hear on, however another one fails', () => {
    vi.useFakeTimers();
    const events = new Events();
    const heard = vi.fn();
    events.on('unread', () => {
      throw new Error('theirs');
    });
    events.on('unread', heard);
    events.tell('unread', { count: 2 });
    expect(heard).toHaveBeenCalledWith({ count: 2 });
    expect(() => vi.runAllTimers()).toThrow('theirs');
    events.off('unread', heard);
    events.tell('unread', { count: 3 });
    expect(heard).toHaveBeenCalledOnce();
    vi.useRealTimers();
  });
});

describe('the page’s title', () => {
  const see = (state: 'hidden' | 'visible') => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  };

  it('tells what is unread while nobody looks, and is given back', () => {
    document.title = 'Shop';
    const title = new PageTitle();
    title.unread(2);
    expect(document.title).toBe('Shop');
    see('hidden');
    expect(document.title).toBe('(2) Shop');
    title.unread(3);
    expect(document.title).toBe('(3) Shop');
    document.title = 'Shop, page 2';
    see('visible');
    expect(document.title).toBe('Shop, page 2');
    title.close();
  });
});
