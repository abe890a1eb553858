// One person's client of one desk: its token, its REST interface, and the members that are asked
// for. What members there are is not known here; `createFrontdesk` is a client with all of them.

import { type Api, createApi } from './api';
import { Http } from './http';
import type { ClientParts, Member, MemberKind } from './member';
import type { OutboxStorage } from './outbox/storage';
import { browserStorage, type KeyValueStorage } from './storage';
import { PersonScope } from './tabs/person-scope';
import { browserTabs, type TabsEnvironment } from './tabs/tab-group';
import { personOf, TokenHolder } from './token';
import type { SearchSurface, Token, TokenSource } from './types';
import type { UploadStorage } from './uploads/kept-uploads';

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
  /** The languages that answers are wanted in (`Accept-Language`); the browser's when missing. */
  acceptLanguage?: () => string;
}

/** The least of a client: REST, and members by their kind. */
export interface FrontdeskClient {
  readonly url: string;
  readonly api: Api;
  /**
   * The client's member of a kind, such as `liveChat`, made when it is first asked for. A page that
   * asks by kinds, instead of by `createFrontdesk`'s names, loads the code of those alone.
   */
  member<One>(kind: MemberKind<One>): One;
  /**
   * Another token from now on. The same person's sockets come back with it; of another
   * person nothing is kept.
   */
  setToken(token: TokenSource): void;
  /** Ends every socket, request and timer, for good. */
  close(): void;
}

/** A client without any member yet. */
export function createClient(options: FrontdeskOptions): FrontdeskClient {
  return new Client(options);
}

export class Client implements FrontdeskClient {
  readonly url: string;
  readonly #options: FrontdeskOptions;
  readonly #token: TokenHolder;
  readonly #http: Http;
  /** In the order in which they were made: what a member uses stands before it. */
  readonly #members = new Map<MemberKind<unknown>, Member<unknown>>();
  readonly #parts: ClientParts;
  /** Whose state the members hold; a promise until it is known. */
  #scope: PersonScope | Promise<PersonScope>;
  #api: Api | undefined;
  #closed = false;

  constructor(options: FrontdeskOptions) {
    this.url = (options.url ?? globalThis.location?.origin ?? '').replace(/\/+$/, '');
    if (this.url === '') throw new TypeError('Outside of a browser, a client needs a url.');
    this.#options = options;
    this.#token = new TokenHolder(options.token);
    this.#http = new Http(this.url, this.#token, options.acceptLanguage);
    this.#parts = this.#makeParts();
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

  member<One>(kind: MemberKind<One>): One {
    let member = this.#members.get(kind) as Member<One> | undefined;
    if (!member) {
      member = kind(this.#parts);
      this.#members.set(kind, member);
      if (!this.#closed && !(this.#scope instanceof Promise)) member.enter?.(this.#scope.group);
    }
    return member.value;
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
    // What others use goes after them.
    for (const member of [...this.#members.values()].reverse()) member.close?.();
    this.#http.close();
    this.#withScope((scope) => scope.close());
  }

  #makeParts(): ClientParts {
    const api = () => this.api;
    let storage = this.#options.storage;
    return {
      url: this.url,
      options: this.#options,
      http: this.#http,
      token: this.#token,
      get api() {
        return api();
      },
      get storage() {
        storage ??= browserStorage();
        return storage;
      },
      scope: () => this.#scope,
      person: () => (this.#scope instanceof Promise ? null : this.#scope.person),
      member: (kind) => this.member(kind),
    };
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
    const members = [...this.#members.values()];
    if (this.#closed || previous.person === next.person) {
      if (next !== previous) next.close();
      this.#scope = previous;
      if (!this.#closed) for (const member of members) member.renew?.();
      return;
    }
    this.#scope = next;
    const connected = members.filter((member) => member.line?.isWanted());
    // All go before one comes back, so that the line itself is a new one.
    for (const member of members) member.forget?.();
    this.#enter(next);
    previous.close();
    for (const member of members) member.settle?.(next);
    if (next.person !== null) for (const member of connected) member.line?.connect();
  }

  #enter(scope: PersonScope): void {
    for (const member of this.#members.values()) member.enter?.(scope.group);
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
    const { tabs = browserTabs() } = this.#options;
    return new PersonScope(this.url, person, tabs);
  }

  #withScope(use: (scope: PersonScope) => void): void {
    const scope = this.#scope;
    if (scope instanceof Promise) void scope.then(use);
    else use(scope);
  }
}
