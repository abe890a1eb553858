// The front door: one person's client of one desk, its members made when first used.

import { AgentDesk } from './agent-desk';
import { type Api, createApi } from './api';
import { Attachments } from './attachments';
import { BrowserNotifications } from './browser-notifications';
import { Chime } from './chime';
import { Http } from './http';
import { LiveChat } from './live-chat';
import { NotificationCenter } from './notification-center';
import { NotificationSettings } from './notification-settings';
import { indexedDbStorage, type OutboxStorage } from './outbox/storage';
import { PushSubscriber } from './push/push-subscriber';
import { Told } from './push/told';
import { Connection } from './socket';
import { browserStorage, type KeyValueStorage } from './storage';
import { Attention } from './tabs/attention';
import { PersonScope } from './tabs/person-scope';
import { SharedConnection } from './tabs/shared-connection';
import { browserTabs, type TabsEnvironment } from './tabs/tab-group';
import { personOf, TokenHolder } from './token';
import type { SearchSurface, Token, TokenSource } from './types';
import { Uploads } from './uploads';
import { indexedDbUploads, type UploadStorage } from './uploads/kept-uploads';

export interface FrontdeskOptions {
  /** The server's origin; the page's own when it is missing. */
  url?: string;
  /** A JWT, null, or a function that gives the current one before every use. */
  token: TokenSource;
  /** Where the open chat's id is kept; localStorage when it is missing. */
  storage?: KeyValueStorage;
  /**
   * Makes the storage that lets an owner's unsent chat messages outlive the page; IndexedDB
   * when it is missing, and memory where that is missing or null is given.
   */
  outboxStorage?: ((owner: string) => OutboxStorage | null) | null;
  /** Where uploads outlive the page: IndexedDB when it is missing; with null, nowhere. */
  uploadStorage?: UploadStorage | null;
  /**
   * How the tabs of a person share one line and one outbox: the browser's own means when it is
   * missing. With null each tab is on its own.
   */
  tabs?: TabsEnvironment | null;
  /** Where people search from, as the analytics of search tell it. */
  surface?: SearchSurface;
}

/** Everything of one person at one desk. Members are made when they are first used. */
export interface Frontdesk {
  readonly url: string;
  readonly api: Api;
  /** A customer's live chat. */
  readonly chat: LiveChat;
  /** The agents' side of live chat. */
  readonly desk: AgentDesk;
  readonly notifications: NotificationCenter;
  /** How the person wants to be told of what. */
  readonly notificationSettings: NotificationSettings;
  readonly browserNotifications: BrowserNotifications;
  /** Push messages to this device, which come while no page is open. */
  readonly push: PushSubscriber;
  /** A sound for what arrives: `chime.follow(desk)`. One tab rings for all. */
  readonly chime: Chime;
  readonly uploads: Uploads;
  /** What has become known of files since the lists that show them were read. */
  readonly attachments: Attachments;
  /**
   * Another token from now on. The same person's sockets come back with it; of another
   * person nothing is kept.
   */
  setToken(token: TokenSource): void;
  /** Ends every socket, request and timer, for good. */
  close(): void;
}

export function createFrontdesk(options: FrontdeskOptions): Frontdesk {
  const url = (options.url ?? globalThis.location?.origin ?? '').replace(/\/+$/, '');
  if (url === '') throw new TypeError('Outside of a browser, createFrontdesk needs a url.');
  return new Client(url, options);
}

/** What the stateful members have in common. */
interface Member {
  connect(): void;
  forget(): void;
  dispose(): void;
  getSnapshot(): { connection: { status: string } };
}

class Client implements Frontdesk {
  readonly url: string;
  readonly #options: FrontdeskOptions;
  readonly #token: TokenHolder;
  readonly #http: Http;
  readonly #line: SharedConnection;
  readonly #attention = new Attention();
  readonly #told = new Told();
  readonly #members: Member[] = [];
  /** Whose state the members hold; a promise until it is known. */
  #scope: PersonScope | Promise<PersonScope>;
  #api: Api | undefined;
  #chat: LiveChat | undefined;
  #desk: AgentDesk | undefined;
  #notifications: NotificationCenter | undefined;
  #notificationSettings: NotificationSettings | undefined;
  #browserNotifications: BrowserNotifications | undefined;
  #push: PushSubscriber | undefined;
  #chime: Chime | undefined;
  #uploads: Uploads | undefined;
  #attachments: Attachments | undefined;
  #closed = false;

  constructor(url: string, options: FrontdeskOptions) {
    this.url = url;
    this.#options = options;
    this.#token = new TokenHolder(options.token);
    this.#http = new Http(url, this.#token);
    this.#line = new SharedConnection(() => new Connection(url, this.#token), this.#token);
    this.#scope = this.#readScope();
    this.#withScope((scope) => {
      if (this.#closed) return;
      if (this.#scope instanceof Promise) this.#scope = scope;
      if (this.#scope === scope) this.#enter(scope);
    });
    this.#token.onToken = (token) => this.#notice(token);
  }

  get api(): Api {
    this.#api ??= createApi(this.#http, { surface: this.#options.surface });
    return this.#api;
  }

  get chat(): LiveChat {
    this.#chat ??= this.#keep(
      new LiveChat(this.#line.channel('/chat/user'), {
        storage: this.#storage,
        api: this.api,
        outboxHome: this.#outboxHome('user'),
        attention: this.#attention,
      }),
    );
    return this.#chat;
  }

  get desk(): AgentDesk {
    this.#desk ??= this.#keep(
      new AgentDesk(this.#line.channel('/chat/agent'), {
        outboxHome: this.#outboxHome('agent'),
        attention: this.#attention,
        me: () => (this.#scope instanceof Promise ? null : this.#scope.person),
      }),
    );
    return this.#desk;
  }

  get notifications(): NotificationCenter {
    this.#notifications ??= this.#keep(
      new NotificationCenter(this.#line.channel('/'), this.api.notifications),
    );
    return this.#notifications;
  }

  get browserNotifications(): BrowserNotifications {
    if (!this.#browserNotifications) {
      this.#browserNotifications = new BrowserNotifications(this.#attention, this.#told);
      this.#told.answer();
    }
    return this.#browserNotifications;
  }

  get notificationSettings(): NotificationSettings {
    this.#notificationSettings ??= new NotificationSettings(this.api.preferences);
    return this.#notificationSettings;
  }

  get push(): PushSubscriber {
    this.#push ??= new PushSubscriber(this.api.preferences, this.#storage, () =>
      this.#scope instanceof Promise ? null : this.#scope.person,
    );
    return this.#push;
  }

  get chime(): Chime {
    this.#chime ??= new Chime(this.#storage, this.#attention);
    return this.#chime;
  }

  get uploads(): Uploads {
    const { uploadStorage: storage = indexedDbUploads() } = this.#options;
    this.#uploads ??= new Uploads(
      this.#http,
      this.#token,
      () => this.api.config.get(),
      async () => {
        const { person } = await this.#scope;
        if (person === null || storage === null) return null;
        return { storage, owner: `${this.url}|${person}` };
      },
    );
    return this.#uploads;
  }

  get attachments(): Attachments {
    this.#attachments ??= new Attachments(
      ['/', '/chat/user', '/chat/agent'].map((name) => this.#line.channel(name)),
      (cids) => this.api.files.get(cids),
    );
    return this.#attachments;
  }

  setToken(token: TokenSource): void {
    const before = this.#scope;
    this.#token.set(token);
    const after = this.#readScope();
    if (before instanceof Promise || after instanceof Promise) {
      void Promise.all([before, after]).then(([previous, next]) => {
        // Unless a later setToken has taken over.
        if (this.#token.isOf(token)) this.#changeScope(previous, next);
        else next.close();
      });
    } else {
      // At once, so that what is started right after this is the next person's.
      this.#changeScope(before, after);
    }
  }

  close(): void {
    this.#closed = true;
    for (const member of this.#members) member.dispose();
    this.#line.close();
    this.#attention.close();
    this.#chime?.close();
    this.#told.close();
    this.#push?.forget();
    this.#uploads?.forget();
    this.#attachments?.forget();
    this.#http.close();
    this.#withScope((scope) => scope.close());
  }

  /** A function has given a token: whose it is may have changed without a word. */
  #notice(token: Token): void {
    const present = this.#scope;
    const person = personOf(token);
    // Without a token there is nobody else: the server says what is wrong.
    if (present instanceof Promise || person === null || person === present.person) return;
    this.#changeScope(present, this.#makeScope(person));
  }

  #changeScope(previous: PersonScope, next: PersonScope): void {
    if (this.#closed || previous.person === next.person) {
      if (next !== previous) next.close();
      this.#scope = previous;
      if (!this.#closed) this.#line.renew();
      return;
    }
    this.#scope = next;
    const connected = this.#members.filter(
      (member) => member.getSnapshot().connection.status !== 'idle',
    );
    // All go before one comes back, so that the line itself is a new one.
    for (const member of this.#members) member.forget();
    this.#uploads?.forget();
    this.#attachments?.forget();
    this.#told.forget();
    this.#notificationSettings?.forget();
    this.#push?.forget();
    this.#enter(next);
    previous.close();
    this.#chat?.settle(next.outboxHome('user'));
    this.#desk?.settle(next.outboxHome('agent'));
    if (next.person !== null) for (const member of connected) member.connect();
  }

  #enter(scope: PersonScope): void {
    this.#line.enter(scope.group);
    this.#attention.enter(scope.group);
  }

  get #storage(): KeyValueStorage {
    return this.#options.storage ?? browserStorage();
  }

  /** Whose token it is: known at once, unless a function gives it. */
  #readScope(): PersonScope | Promise<PersonScope> {
    if (this.#token.fixed !== undefined) return this.#makeScope(personOf(this.#token.fixed));
    return this.#token
      .current()
      .then(personOf, () => null)
      .then((person) => this.#makeScope(person));
  }

  #makeScope(person: string | null): PersonScope {
    const { tabs = browserTabs(), outboxStorage = indexedDbStorage } = this.#options;
    return new PersonScope({
      url: this.url,
      person,
      tabs,
      outboxStorage: outboxStorage ?? (() => null),
    });
  }

  #outboxHome(side: 'user' | 'agent') {
    const scope = this.#scope;
    if (scope instanceof Promise) return scope.then((known) => known.outboxHome(side));
    return scope.outboxHome(side);
  }

  #withScope(use: (scope: PersonScope) => void): void {
    const scope = this.#scope;
    if (scope instanceof Promise) void scope.then(use);
    else use(scope);
  }

  #keep<One extends Member>(member: One): One {
    this.#members.push(member);
    return member;
  }
}
