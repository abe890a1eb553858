// A person's page that uses the package @frontdesk/client as any application does: through
// `createFrontdesk` alone. What a browser keeps over a reload is kept here.

import { setImmediate as immediate } from 'node:timers/promises';
import {
  createFrontdesk,
  type Frontdesk,
  type KeyValueStorage,
  memoryStorage,
  type OutboxStorage,
  type StoredMessage,
  type ThreadMessage,
} from '@frontdesk/client';
import type { FaultyLine } from '../harness/faulty-line';
import { type Claims, token } from '../harness/tokens';
import { DEFAULT } from '../harness/wire';
import type { Struck } from './faults';
import type { Ledger } from './ledger';

/** Stands for IndexedDB: it outlives the page, and does one thing after the other. */
class Disk implements OutboxStorage {
  private readonly kept = new Map<string, StoredMessage>();
  private last: Promise<unknown> = Promise.resolve();

  load(): Promise<readonly StoredMessage[]> {
    return this.inTurn(() => [...this.kept.values()]);
  }

  put(messages: readonly StoredMessage[]): Promise<void> {
    return this.inTurn(() => {
      for (const message of messages) this.kept.set(message.clientId, message);
    });
  }

  remove(clientIds: readonly string[]): Promise<void> {
    return this.inTurn(() => {
      for (const clientId of clientIds) this.kept.delete(clientId);
    });
  }

  /** What is kept at this moment. */
  now(): StoredMessage[] {
    return [...this.kept.values()];
  }

  /** Resolves when everything so far is kept. */
  rest(): Promise<void> {
    return this.inTurn(() => {});
  }

  private inTurn<Result>(work: () => Result): Promise<Result> {
    const turn = this.last.then(async () => {
      await immediate();
      return work();
    });
    this.last = turn;
    return turn;
  }
}

export interface PageSetup {
  name: string;
  line: FaultyLine;
  claims: Claims & { sub: string };
  ledger: Ledger;
}

export abstract class Page implements Struck {
  readonly setup: PageSetup & { variant: typeof DEFAULT };
  protected frontdesk: Frontdesk;
  private readonly disk = new Disk();
  private readonly storage: KeyValueStorage = memoryStorage();
  private readonly watchers = new Set<() => void>();

  constructor(setup: PageSetup) {
    this.setup = { ...setup, variant: DEFAULT };
    this.frontdesk = this.open();
  }

  get name(): string {
    return this.setup.name;
  }

  get pending(): number {
    const unsettled = ['queued', 'sending'];
    return this.messages().filter(({ state }) => unsettled.includes(state)).length;
  }

  /** Kept for after a reload, shown or not: nobody shows the chats that an agent has left. */
  kept(state: StoredMessage['state']): string[] {
    return this.disk
      .now()
      .filter((message) => message.state === state)
      .map(({ clientId }) => clientId);
  }

  abstract get isQuiet(): boolean;
  /** Everything that the page shows. */
  abstract messages(): readonly ThreadMessage[];
  abstract start(): void;

  /** As the person does with the browser's button, once what they see as written is kept. */
  async reload(): Promise<void> {
    await this.disk.rest();
    this.setup.ledger.note(this.name, 'reload');
    this.setup.line.cut();
    this.frontdesk.close();
    this.frontdesk = this.open();
    this.start();
  }

  /** It asks by itself, at every `online`. */
  doubt(): boolean {
    return true;
  }

  close(): void {
    this.frontdesk.close();
  }

  until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve) => {
      const look = () => {
        if (!holds()) return;
        this.watchers.delete(look);
        resolve();
      };
      this.watchers.add(look);
    });
  }

  protected changed = (): void => {
    for (const look of [...this.watchers]) look();
  };

  protected compose(sessionId: string, content: string, isBad: boolean, send: () => string): void {
    const { ledger, name } = this.setup;
    ledger.compose({ clientId: send(), from: name, sessionId, content, isBad });
  }

  private open(): Frontdesk {
    return createFrontdesk({
      url: this.setup.line.url,
      token: token(this.setup.claims),
      storage: this.storage,
      outboxStorage: () => this.disk,
      tabs: null,
    });
  }
}

export class CustomerPage extends Page {
  get sessionId(): string | null {
    return this.frontdesk.chat.getSnapshot().sessionId;
  }

  get isQuiet(): boolean {
    const { connection, status } = this.frontdesk.chat.getSnapshot();
    const isSettled = ['waiting', 'active', 'closed'].includes(status);
    return connection.status === 'online' && isSettled && this.pending === 0;
  }

  messages(): readonly ThreadMessage[] {
    return this.frontdesk.chat.getSnapshot().messages;
  }

  start(): void {
    this.frontdesk.chat.subscribe(this.changed);
    this.frontdesk.chat.connect();
  }

  say(content: string, isBad = false): void {
    const send = () => this.frontdesk.chat.send(content);
    this.compose(this.sessionId ?? '', content, isBad, send);
  }
}

export class AgentPage extends Page {
  /** Chats that it holds, by its own account. */
  get held(): readonly string[] {
    return this.frontdesk.desk.getSnapshot().sessions.map(({ id }) => id);
  }

  get isQuiet(): boolean {
    const { connection, threads, sessions } = this.frontdesk.desk.getSnapshot();
    const isLoaded = sessions.every(({ id }) => threads[id] && !threads[id].loading);
    return connection.status === 'online' && isLoaded && this.pending === 0;
  }

  messages(): readonly ThreadMessage[] {
    const { threads } = this.frontdesk.desk.getSnapshot();
    return Object.values(threads).flatMap((thread) => thread.messages);
  }

  thread(sessionId: string): readonly ThreadMessage[] {
    return this.frontdesk.desk.getSnapshot().threads[sessionId]?.messages ?? [];
  }

  start(): void {
    const { desk } = this.frontdesk;
    desk.subscribe(this.changed);
    desk.onOffer(({ id }) => {
      // Another may have been faster, or the line is down: it is offered again.
      desk.accept(id).catch(() => {});
    });
    desk.connect();
  }

  say(sessionId: string, content: string, isBad = false): void {
    const send = () => this.frontdesk.desk.send(sessionId, content);
    this.compose(sessionId, content, isBad, send);
  }

  handOn(sessionId: string, toAgentId: string): void {
    this.frontdesk.desk.transfer(sessionId, { toAgentId }).catch(() => {});
  }
}
