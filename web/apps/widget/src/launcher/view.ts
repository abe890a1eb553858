/**
 * The launcher's elements: the button with its badge, the panel that holds the frame, and the
 * preview of a message. They stand in a shadow root under <html>, so that no style of the page's
 * reaches them and nothing that the page does with <body> takes them away.
 */
import { readableOn } from '../contrast';
import { directionOf } from '../language';
import type { Looks } from './config';
import { STYLE } from './style';
import { type Words, wordsOf } from './words';

/** More are shown as “9+”. */
const BADGE_MAX = 9;
/** Where the panel fills the screen: phones, and windows as low as those at 200 % zoom. */
const FULL = '(max-width: 480px), (max-height: 460px)';

const TALK =
  '<path d="M12 3.2c-5 0-9 3.4-9 7.7 0 2.3 1.1 4.3 2.9 5.7-.1 1.2-.6 2.4-1.4 3.3-.3.3 0 .8.4.8 1.9-.2 3.5-.9 4.8-1.9.7.1 1.5.2 2.3.2 5 0 9-3.5 9-7.9 0-4.5-4-7.9-9-7.9Z" fill="currentColor"/>';
const SHUT =
  '<path d="m6 9.5 6 6 6-6" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>';
const CROSS =
  '<path d="M6 6l12 12M18 6 6 18" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round"/>';

export interface ViewOptions {
  onToggle(): void;
  onClose(): void;
  /** The preview was chosen. */
  onRead(): void;
  onRetry(): void;
  /** The focus came to an end of the panel that fills the screen. */
  onGuard(at: 'first' | 'last'): void;
  /** Whether the panel fills the screen has changed. */
  onFull(): void;
}

export class View {
  readonly #options: ViewOptions;
  readonly #stop = new AbortController();
  readonly #host = document.createElement('frontdesk-widget');
  readonly #root = element('div', 'root');
  readonly #launcher = element('button', 'launcher');
  readonly #badge = element('span', 'badge');
  readonly #panel = element('div', 'panel');
  readonly #wait = element('div', 'wait');
  readonly #preview = element('div', 'preview');
  readonly #said = element('div', 'said');
  readonly #screen = matchMedia(FULL);
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  #looks: Looks;
  #words: Words;
  #hasButton: boolean;
  #unread = 0;
  #isOpen = false;
  #frame: HTMLIFrameElement | null = null;

  constructor(looks: Looks, hasButton: boolean, options: ViewOptions) {
    this.#looks = looks;
    this.#words = wordsOf(looks.language);
    this.#hasButton = hasButton;
    this.#options = options;
    this.#build();
    this.dress(looks, hasButton);
    document.documentElement.append(this.#host);
  }

  /** Whether the panel fills the screen where it is open. */
  get isFull(): boolean {
    return this.#screen.matches;
  }

  /** Whether the focus is in the frame. */
  get hasFocus(): boolean {
    return this.#host.shadowRoot?.activeElement === this.#frame && this.#frame !== null;
  }

  /** Colours, place and language. */
  dress(looks: Looks, hasButton: boolean): void {
    this.#looks = looks;
    this.#words = wordsOf(looks.language);
    this.#hasButton = hasButton;
    const isDark = looks.theme === 'dark' || (looks.theme === 'auto' && this.#dark.matches);
    const root = this.#root;
    root.lang = looks.language;
    root.dir = directionOf(looks.language);
    root.dataset.side = looks.side;
    root.toggleAttribute('data-dark', isDark);
    root.toggleAttribute('data-no-button', !hasButton);
    const ground = isDark ? '#1c1c21' : '#ffffff';
    const properties = {
      '--brand': looks.color,
      '--on-brand': looks.textColor,
      '--ring': readableOn(looks.color, ground, 3),
      '--x': `${looks.offsetX}px`,
      '--y': `${looks.offsetY}px`,
    };
    for (const [name, value] of Object.entries(properties)) root.style.setProperty(name, value);
    this.#launcher.hidden = !hasButton;
    this.#panel.ariaLabel = looks.name;
    this.#render();
  }

  hold(frame: HTMLIFrameElement): void {
    this.#frame = frame;
    this.#panel.insertBefore(frame, this.#panel.lastChild);
    this.waiting();
  }

  /** The page in the frame is there. */
  ready(): void {
    this.#panel.toggleAttribute('data-ready', true);
    this.#panel.ariaBusy = 'false';
  }

  waiting(): void {
    const spin = element('div', 'spin');
    this.#wait.replaceChildren(spin, text(this.#words.loading));
    this.#panel.removeAttribute('data-ready');
    this.#panel.ariaBusy = 'true';
  }

  failed(): void {
    const again = element('button', 'again');
    again.textContent = this.#words.retry;
    again.addEventListener('click', () => this.#options.onRetry());
    this.#wait.replaceChildren(text(this.#words.failed), again);
    this.#panel.ariaBusy = 'false';
  }

  open(): void {
    this.#isOpen = true;
    this.hidePreview();
    this.#render();
  }

  close(focus: boolean): void {
    this.#isOpen = false;
    this.#render();
    if (focus && this.#hasButton) this.#launcher.focus({ preventScroll: true });
  }

  focusFrame(): void {
    this.#frame?.focus({ preventScroll: true });
  }

  unread(count: number): void {
    this.#unread = count;
    if (count === 0) this.hidePreview();
    this.#render();
  }

  /** Shows a message above the button, and has it read out. */
  preview(name: string, words: string): void {
    const read = element('button', 'read');
    const [who, what] = [element('span', 'name'), element('span', 'text')];
    who.textContent = name;
    what.textContent = words;
    what.dir = 'auto';
    read.append(who, what);
    read.addEventListener('click', () => this.#options.onRead());
    const dismiss = element('button', 'dismiss');
    dismiss.ariaLabel = this.#words.dismiss;
    dismiss.append(icon(CROSS));
    dismiss.addEventListener('click', () => {
      this.hidePreview();
      if (this.#hasButton) this.#launcher.focus({ preventScroll: true });
    });
    this.#preview.replaceChildren(read, dismiss);
    this.#preview.hidden = false;
    this.#said.textContent = `${this.#words.message(name)}: ${words}`;
  }

  hidePreview(): void {
    this.#preview.hidden = true;
    this.#preview.replaceChildren();
    this.#said.textContent = '';
  }

  remove(): void {
    this.#stop.abort();
    this.#host.remove();
  }

  #build(): void {
    // Whatever the page says of all elements, this one is there and has no looks of its own.
    this.#host.style.cssText = 'all: initial !important; display: block !important;';
    const shadow = this.#host.attachShadow({ mode: 'open' });
    const style = document.createElement('style');
    style.textContent = STYLE;
    this.#launcher.type = 'button';
    this.#launcher.setAttribute('aria-haspopup', 'dialog');
    this.#launcher.append(icon(TALK, 'talk'), icon(SHUT, 'shut'), this.#badge);
    this.#badge.ariaHidden = 'true';
    this.#panel.setAttribute('role', 'dialog');
    this.#said.setAttribute('role', 'status');
    this.#preview.hidden = true;
    this.#panel.append(this.#guard('last'), this.#wait, this.#guard('first'));
    this.#root.append(this.#preview, this.#panel, this.#launcher, this.#said);
    shadow.append(style, this.#root);

    const { signal } = this.#stop;
    this.#launcher.addEventListener('click', () => this.#options.onToggle(), { signal });
    this.#root.addEventListener(
      'keydown',
      (event) => {
        if (event.key === 'Escape' && this.#isOpen) this.#options.onClose();
      },
      { signal },
    );
    this.#dark.addEventListener('change', () => this.dress(this.#looks, this.#hasButton), {
      signal,
    });
    const onScreen = () => {
      this.#render();
      this.#options.onFull();
    };
    this.#screen.addEventListener('change', onScreen, { signal });
    for (const name of ['resize', 'scroll']) {
      window.visualViewport?.addEventListener(name, () => this.#fit(), { signal });
    }
  }

  /** Keeps the focus inside while the panel fills the screen. */
  #guard(at: 'first' | 'last'): HTMLElement {
    const guard = element('div', 'guard');
    // Behind the browser's own moving of the focus, which would take it back.
    guard.addEventListener('focus', () => setTimeout(() => this.#options.onGuard(at)));
    return guard;
  }

  #render(): void {
    const { isFull } = this;
    const covers = this.#isOpen && isFull;
    this.#root.toggleAttribute('data-full', covers);
    this.#panel.toggleAttribute('data-shut', !this.#isOpen);
    this.#panel.ariaModal = covers ? 'true' : null;
    for (const guard of this.#panel.querySelectorAll<HTMLElement>('.guard')) {
      guard.tabIndex = covers ? 0 : -1;
    }
    const { open, close, unread } = this.#words;
    const count = this.#isOpen ? 0 : this.#unread;
    this.#launcher.setAttribute('aria-expanded', String(this.#isOpen));
    this.#launcher.ariaLabel = this.#isOpen
      ? close
      : open + (count > 0 ? `, ${unread(count)}` : '');
    this.#badge.hidden = count === 0;
    this.#badge.textContent = count > BADGE_MAX ? `${BADGE_MAX}+` : String(count);
    this.#fit();
  }

  /** Above the keyboard of a phone, which covers the window without making it smaller. */
  #fit(): void {
    const { style } = this.#root;
    const seen = window.visualViewport;
    // Whoever has zoomed in with two fingers looks at a part of it, on purpose.
    if (!this.#isOpen || !this.isFull || !seen || seen.scale > 1.05) {
      style.removeProperty('--high');
      style.removeProperty('--top');
      return;
    }
    style.setProperty('--high', `${seen.height}px`);
    style.setProperty('--top', `${seen.offsetTop}px`);
  }
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function text(words: string): HTMLElement {
  const made = element('p', 'words');
  made.textContent = words;
  return made;
}

function icon(path: string, className = ''): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  made.setAttribute('viewBox', '0 0 24 24');
  made.setAttribute('aria-hidden', 'true');
  made.setAttribute('class', className);
  made.innerHTML = path;
  return made;
}
