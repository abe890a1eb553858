// Where messages that were not sent outlive the page: IndexedDB, for each person and server
// apart. Order is the order of writing, over all tabs.

import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { StoredMessage } from './outgoing';

/** Opening or writing that takes longer counts as failed (milliseconds): some browsers hang. */
export const STORAGE_TIMEOUT_MS = 3_000;

/** Where an outbox outlives the page. Every method may reject; then memory has to do. */
export interface OutboxStorage {
  /** Everything that is kept, oldest first. */
  load(): Promise<readonly StoredMessage[]>;
  /** Resolves when it is on disk. A known `clientId` is replaced and keeps its place. */
  put(messages: readonly StoredMessage[]): Promise<void>;
  remove(clientIds: readonly string[]): Promise<void>;
}

const NAME = 'frontdesk';
const VERSION = 1;

interface Row extends StoredMessage {
  /** Whose it is, at which server, on which side. */
  owner: string;
}

interface Schema extends DBSchema {
  outbox: {
    /** Given by the database, growing. */
    key: number;
    value: Row;
    indexes: { owner: string; message: [string, string] };
  };
}

/**
 * The outbox of an owner in IndexedDB. Null where there is none; one that is broken (as in
 * some private modes) shows when it is used.
 */
export function indexedDbStorage(owner: string): OutboxStorage | null {
  if (!('indexedDB' in globalThis)) return null;
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  const database = () => {
    opened ??= open(() => {
      opened = null;
    });
    return opened;
  };
  // One after the other, so that a removal never overtakes the writing.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: (db: IDBPDatabase<Schema>) => Promise<Result>) => {
    const turn = inTime(last.then(async () => work(await database())));
    last = turn.catch(() => {});
    return turn;
  };
  return {
    load: () =>
      inTurn(async (db) => {
        const rows = await db.getAllFromIndex('outbox', 'owner', owner);
        return rows.map(({ owner: _owner, ...message }) => message);
      }),
    put: (messages) =>
      inTurn(async (db) => {
        const change = db.transaction('outbox', 'readwrite', { durability: 'strict' });
        for (const message of messages) {
          const key = await change.store.index('message').getKey([owner, message.clientId]);
          await change.store.put({ ...message, owner }, key);
        }
        await change.done;
      }),
    remove: (clientIds) =>
      inTurn(async (db) => {
        const change = db.transaction('outbox', 'readwrite');
        for (const clientId of clientIds) {
          const key = await change.store.index('message').getKey([owner, clientId]);
          if (key !== undefined) await change.store.delete(key);
        }
        await change.done;
      }),
  };
}

function open(onGone: () => void): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(NAME, VERSION, {
    upgrade(db) {
      const store = db.createObjectStore('outbox', { autoIncrement: true });
      store.createIndex('owner', 'owner');
      store.createIndex('message', ['owner', 'clientId'], { unique: true });
    },
    // A newer version of the page wants to change the database: let it.
    blocking: (_now, _wanted, event) => {
      (event.target as IDBDatabase).close();
      onGone();
    },
    terminated: onGone,
  }).catch((cause) => {
    // The next use tries again.
    onGone();
    throw cause;
  });
}

function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout>;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the storage did not answer')), STORAGE_TIMEOUT_MS);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
