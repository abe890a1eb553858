// The front door: one person's client of one desk, its members made when first used.

import { AgentDesk } from './agent-desk';
import { type Api, createApi } from './api';
import { BrowserNotifications } from './browser-notifications';
import { Http } from './http';
import { LiveChat } from './live-chat';
import { NotificationCenter } from './notification-center';
import type { OutboxStorage } from './outbox';
import { Connection } from './socket';
import { browserStorage, type KeyValueStorage } from './storage';
import { personOf, TokenHolder } from './token';
import type { TokenSource } from './types';
import { Uploads } from './uploads';

export interface FrontdeskOptions {
  /** The server's origin; the page's own when it is missing. */
  url?: string;
  /** A JWT, null, or a function that gives the current one before every use. */
  token: TokenSource;
  /** Where the open chat's id is kept; localStorage when it is missing. */
  storage?: KeyValueStorage;
  /** Makes chat messages that were not sent outlive the page; memory when it is missing. */
  outboxStorage?: OutboxStorage;
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
  readonly browserNotifications: BrowserNotifications;
  readonly uploads: Uploads;
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
  readonly #members: Member[] = [];
  /** Whose state the members hold. */
  #person: string | null | Promise<string | null>;
  #line: Connection | undefined;
  #api: Api | undefined;
  #chat: LiveChat | undefined;
  #desk: AgentDesk | undefined;
  #notifications: NotificationCenter | undefined;
  #browserNotifications: BrowserNotifications | undefined;
  #uploads: Uploads | undefined;

  constructor(url: string, options: FrontdeskOptions) {
    this.url = url;
    this.#options = options;
    this.#token = new TokenHolder(options.token);
    this.#http = new Http(url, this.#token);
    this.#person = this.#readPerson();
  }

  get api(): Api {
    this.#api ??= createApi(this.#http);
    return this.#api;
  }

  get chat(): LiveChat {
    this.#chat ??= this.#keep(
      new LiveChat(this.#connection.channel('/chat/user'), {
        storage: this.#options.storage ?? browserStorage(),
        outboxStorage: this.#options.outboxStorage,
      }),
    );
    return this.#chat;
  }

  get desk(): AgentDesk {
    this.#desk ??= this.#keep(new AgentDesk(this.#connection.channel('/chat/agent')));
    return this.#desk;
  }

  get notifications(): NotificationCenter {
    this.#notifications ??= this.#keep(
      new NotificationCenter(this.#connection.channel('/'), this.api.notifications),
    );
    return this.#notifications;
  }

  get browserNotifications(): BrowserNotifications {
    this.#browserNotifications ??= new BrowserNotifications();
    return this.#browserNotifications;
  }

  get uploads(): Uploads {
    this.#uploads ??= new Uploads(this.#http, this.#token, () => this.api.config.get());
    return this.#uploads;
  }

  setToken(token: TokenSource): void {
    const before = this.#person;
    this.#token.set(token);
    const after = this.#readPerson();
    this.#person = after;
    if (before instanceof Promise || after instanceof Promise) {
      void Promise.all([before, after]).then(([previous, next]) => {
        // Unless a later setToken has taken over.
        if (this.#token.isOf(token)) this.#changePerson(previous, next);
      });
    } else {
      // At once, so that what is started right after this is the next person's.
      this.#changePerson(before, after);
    }
  }

  close(): void {
    for (const member of this.#members) member.dispose();
    this.#line?.close();
    this.#http.close();
  }

  #changePerson(previous: string | null, next: string | null): void {
    if (previous === next) {
      this.#line?.renew();
      return;
    }
    const connected = this.#members.filter(
      (member) => member.getSnapshot().connection.status !== 'idle',
    );
    // All go before one comes back, so that the line itself is a new one.
    for (const member of this.#members) member.forget();
    if (next !== null) for (const member of connected) member.connect();
  }

  /** Whose token it is: known at once, unless a function gives it. */
  #readPerson(): string | null | Promise<string | null> {
    if (this.#token.fixed !== undefined) return personOf(this.#token.fixed);
    const person = this.#token.current().then(personOf, () => null);
    void person.then((known) => {
      if (this.#person === person) this.#person = known;
    });
    return person;
  }

  get #connection(): Connection {
    this.#line ??= new Connection(this.url, this.#token);
    return this.#line;
  }

  #keep<One extends Member>(member: One): One {
    this.#members.push(member);
    return member;
  }
}
