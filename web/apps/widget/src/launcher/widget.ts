/** The widget on a host's page: what its commands do, and what comes from the frame. */
import type { Page, Place, ToFrame, ToLauncher } from '../protocol';
import { type DeskChoice, fetchConfig, type Looks, looksOf } from './config';
import { Events } from './events';
import { FrameLink } from './frame-link';
import { keepVisitor, keptVisitor, rememberConversation, remembersConversation } from './memory';
import { PageTitle } from './page-title';
import type { BootOptions, Identity } from './types';
import { View } from './view';

export class Widget {
  readonly events = new Events();
  readonly #desk: string;
  #options: BootOptions;
  #booting: AbortController | null = null;
  #config: DeskChoice | null = null;
  #view: View | null = null;
  #title: PageTitle | null = null;
  #frame: FrameLink | null = null;
  #identity: Identity | null = null;
  /** Where a frame that is loading begins. */
  #place: Place | null = null;
  /** What is done once the widget is on the page. */
  #wanted: (() => void)[] = [];
  #isOpen = false;
  #previewed: string | null = null;

  /** @param desk the origin that the script came from */
  constructor(desk: string, options: BootOptions) {
    this.#desk = desk;
    this.#options = options;
  }

  boot(options: BootOptions = {}): void {
    this.#options = { ...this.#options, ...options };
    if (this.#view || this.#booting) {
      this.#dress();
      return;
    }
    const booting = new AbortController();
    this.#booting = booting;
    fetchConfig(this.#desk, booting.signal).then(
      (config) => this.#appear(config),
      (error: unknown) => {
        if (booting.signal.aborted) return;
        this.#booting = null;
        console.warn('Frontdesk: the widget is not shown.', error);
      },
    );
  }

  update(options: BootOptions): void {
    this.#options = { ...this.#options, ...options };
    this.#dress();
  }

  shutdown(): void {
    this.#booting?.abort();
    this.#booting = null;
    this.#wanted = [];
    this.#isOpen = false;
    this.#frame?.close();
    this.#frame = null;
    this.#title?.close();
    this.#title = null;
    this.#view?.remove();
    this.#view = null;
  }

  show(place?: Place): void {
    this.#whenThere((view) => {
      if (place) this.#go(place);
      this.#load();
      if (this.#isOpen) return;
      this.#isOpen = true;
      view.open();
      this.#tellVisible();
      view.focusFrame();
      this.events.tell('open', undefined);
    });
  }

  hide(): void {
    this.#whenThere((view) => {
      if (!this.#isOpen) return;
      const { hasFocus } = view;
      this.#isOpen = false;
      view.close(hasFocus || view.isFull);
      this.#tellVisible();
      this.events.tell('close', undefined);
    });
  }

  toggle(): void {
    this.#whenThere(() => (this.#isOpen ? this.hide() : this.show()));
  }

  identify(identity: Identity): void {
    this.#identity = identity;
    this.#send({ type: 'identify' });
  }

  logout(): void {
    this.#identity = null;
    rememberConversation(false);
    keepVisitor(null);
    this.#view?.unread(0);
    this.#send({ type: 'logout' });
  }

  get #looks(): Looks | null {
    return this.#config && looksOf(this.#config, this.#options);
  }

  #appear(config: DeskChoice): void {
    this.#booting = null;
    this.#config = config;
    this.#title = new PageTitle();
    this.#view = new View(looksOf(config, this.#options), this.#options.launcher !== false, {
      onToggle: () => this.toggle(),
      onClose: () => this.hide(),
      onRead: () => this.show(this.#previewPlace()),
      onRetry: () => this.#reload(),
      onGuard: (at) => {
        this.#view?.focusFrame();
        this.#send({ type: 'focus', at });
      },
      onFull: () => this.#tellVisible(),
    });
    this.events.tell('ready', undefined);
    const wanted = this.#wanted;
    this.#wanted = [];
    for (const act of wanted) act();
    // A conversation of an earlier page: its answers are listened for.
    if (remembersConversation()) this.#load();
  }

  #whenThere(act: (view: View) => void): void {
    const view = this.#view;
    if (view) act(view);
    else if (this.#booting) this.#wanted.push(() => this.#view && act(this.#view));
  }

  #dress(): void {
    const looks = this.#looks;
    if (!looks) return;
    this.#view?.dress(looks, this.#options.launcher !== false);
    this.#send(this.#bootMessage());
  }

  #load(): void {
    const looks = this.#looks;
    if (this.#frame || !this.#view || !looks) return;
    this.#frame = new FrameLink({
      desk: this.#desk,
      title: looks.name,
      onOpen: () => {
        this.#send(this.#bootMessage());
        if (this.#place) this.#send({ type: 'open', place: this.#place });
        this.#place = null;
        this.#tellVisible();
      },
      onMessage: (message) => this.#hear(message),
      onFailed: () => this.#view?.failed(),
    });
    this.#view.hold(this.#frame.element);
  }

  #reload(): void {
    this.#frame?.close();
    this.#frame = null;
    this.#load();
  }

  #bootMessage(): ToFrame {
    const { language, theme, color } = this.#options;
    return {
      type: 'boot',
      choices: { language, theme, color },
      identified: this.#identity !== null,
      visitor: keptVisitor(),
    };
  }

  #go(place: Place): void {
    if (this.#frame) this.#send({ type: 'open', place });
    else this.#place = place;
  }

  #previewPlace(): Place {
    return this.#previewed ? { at: 'conversation', id: this.#previewed } : { at: 'home' };
  }

  #send(message: ToFrame): void {
    this.#frame?.send(message);
  }

  #tellVisible(): void {
    const full = this.#view?.isFull ?? false;
    this.#send({ type: 'visible', visible: this.#isOpen, full });
  }

  #hear(message: ToLauncher): void {
    switch (message.type) {
      case 'ready':
        this.#view?.ready();
        if (this.#isOpen) this.#view?.focusFrame();
        break;
      case 'close':
        this.hide();
        break;
      case 'token-wanted':
        void this.#giveToken(message.id);
        break;
      case 'page-wanted':
        this.#send({ type: 'page', id: message.id, page: this.#page() });
        break;
      case 'unread':
        this.#view?.unread(message.count);
        this.#title?.unread(message.count);
        this.events.tell('unread', { count: message.count });
        break;
      case 'message': {
        const { type: _type, ...told } = message;
        this.#previewed = told.conversationId;
        if (!this.#isOpen) this.#view?.preview(told.name, told.text);
        this.events.tell('message', told);
        break;
      }
      case 'conversation-started':
        this.events.tell('conversation-started', { conversationId: message.conversationId });
        break;
      case 'csat': {
        const { conversationId, score } = message;
        this.events.tell('csat', { conversationId, score });
        break;
      }
      case 'visitor':
        keepVisitor(message.token);
        break;
      case 'ongoing':
        rememberConversation(message.ongoing);
        break;
    }
  }

  /** Where its visitor is now: pages change without being loaded. */
  #page(): Page {
    const title = this.#title?.own ?? document.title;
    return { url: location.href, title, referrer: document.referrer };
  }

  async #giveToken(id: number): Promise<void> {
    const source = this.#identity?.token ?? null;
    let token: string | null = null;
    try {
      token = typeof source === 'function' ? await source() : source;
    } catch (error) {
      console.warn('Frontdesk: the page gave no token.', error);
    }
    this.#send({ type: 'token', id, token });
  }
}
