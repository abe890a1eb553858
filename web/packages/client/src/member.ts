// What a client is made of: members (the chat, the notifications …), each made when it is first used,
// so that a page carries the code of those alone that it uses.

import type { Api } from './api';
import type { FrontdeskOptions } from './client';
import type { Http } from './http';
import type { KeyValueStorage } from './storage';
import type { PersonScope } from './tabs/person-scope';
import type { TabGroup } from './tabs/tab-group';
import type { TokenHolder } from './token';

/** Makes a member. It is its member's name as well: a client has one member of a kind. */
export type MemberKind<One> = (parts: ClientParts) => Member<One>;

/** A member, and what it does when something happens to its client. */
export interface Member<One> {
  readonly value: One;
  /** These are the tabs of the person now; null where there are none to share with. */
  enter?(group: TabGroup | null): void;
  /** The same person has another token. */
  renew?(): void;
  /** Another person from now on: nothing of the last one stays. */
  forget?(): void;
  /** It is known who the next person is. */
  settle?(scope: PersonScope): void;
  /** For those that have a line: it comes back for the next person if it was wanted. */
  readonly line?: { isWanted(): boolean; connect(): void };
  /** For good. */
  close?(): void;
}

/** What members may use of their client. */
export interface ClientParts {
  readonly url: string;
  readonly options: FrontdeskOptions;
  readonly http: Http;
  readonly token: TokenHolder;
  readonly api: Api;
  readonly storage: KeyValueStorage;
  /** Whose state the members hold; a promise until it is known. */
  scope(): PersonScope | Promise<PersonScope>;
  /** The person, as far as it is known. */
  person(): string | null;
  member<One>(kind: MemberKind<One>): One;
}

interface Connectable {
  connect(): void;
  forget(): void;
  dispose(): void;
  getSnapshot(): { connection: { status: string } };
}

/** The member that a thing with a line of its own is. */
export function connectable<One extends Connectable>(value: One): Member<One> {
  return {
    value,
    forget: () => value.forget(),
    line: {
      isWanted: () => value.getSnapshot().connection.status !== 'idle',
      connect: () => value.connect(),
    },
    close: () => value.dispose(),
  };
}
