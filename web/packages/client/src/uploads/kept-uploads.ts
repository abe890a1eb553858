// Uploads that outlive the page: where their bytes went, and, where they are not too large, the
// bytes themselves. IndexedDB, for each person, server and place apart.

import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Attachment } from '../types';

/** Files up to this size go on by themselves after a reload; larger ones are chosen again. */
export const KEPT_FILE_BYTES = 32 * 1024 * 1024;
/** All of them together. */
export const KEPT_TOTAL_BYTES = 128 * 1024 * 1024;
/** The server forgets what is not finished after a day. */
const KEPT_MS = 24 * 60 * 60_000;

export interface KeptUpload {
  key: string;
  /** Whose it is, at which server. */
  owner: string;
  /** Where in the application it was begun, such as the ticket that is answered. */
  place: string;
  name: string;
  type: string;
  /** Of the bytes that are sent. */
  size: number;
  /** How the chosen file is known again. */
  chosen: { name: string; size: number; lastModified: number };
  /** The bytes that are sent are those of the chosen file. */
  isOriginal: boolean;
  url: string | null;
  loaded: number;
  isPaused: boolean;
  attachment: Attachment | null;
  createdAt: number;
}

/** Where uploads are kept. Every method may reject; then a reload loses them. */
export interface UploadStorage {
  /** Oldest first, with the bytes where they were kept. */
  load(owner: string, place: string): Promise<{ row: KeptUpload; bytes: Blob | null }[]>;
  put(row: KeptUpload): Promise<void>;
  /** False when there is no room for them. */
  putBytes(key: string, bytes: Blob): Promise<boolean>;
  removeBytes(key: string): Promise<void>;
  remove(key: string): Promise<void>;
}

interface Schema extends DBSchema {
  uploads: { key: string; value: KeptUpload; indexes: { place: [string, string] } };
  bytes: { key: string; value: Blob };
  sizes: { key: string; value: number };
}

const NAME = 'frontdesk-uploads';
const VERSION = 1;

/** Null where there is no IndexedDB. */
export function indexedDbUploads(): UploadStorage | null {
  if (!('indexedDB' in globalThis)) return null;
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  const forget = () => {
    opened = null;
  };
  const database = () => {
    opened ??= open(forget);
    return opened;
  };
  return {
    async load(owner, place) {
      const db = await database();
      await dropOld(db);
      const rows = await db.getAllFromIndex('uploads', 'place', [owner, place]);
      rows.sort((left, right) => left.createdAt - right.createdAt);
      return Promise.all(
        rows.map(async (row) => ({ row, bytes: (await db.get('bytes', row.key)) ?? null })),
      );
    },
    async put(row) {
      await (await database()).put('uploads', row);
    },
    async putBytes(key, bytes) {
      if (bytes.size > KEPT_FILE_BYTES) return false;
      const db = await database();
      const sizes = await db.getAll('sizes');
      const kept = sizes.reduce((sum, size) => sum + size, 0);
      if (kept + bytes.size > KEPT_TOTAL_BYTES) return false;
      const change = db.transaction(['bytes', 'sizes'], 'readwrite');
      await change.objectStore('bytes').put(bytes, key);
      await change.objectStore('sizes').put(bytes.size, key);
      await change.done;
      return true;
    },
    async removeBytes(key) {
      const change = (await database()).transaction(['bytes', 'sizes'], 'readwrite');
      await change.objectStore('bytes').delete(key);
      await change.objectStore('sizes').delete(key);
      await change.done;
    },
    async remove(key) {
      await removeAll(await database(), [key]);
    },
  };
}

async function dropOld(db: IDBPDatabase<Schema>): Promise<void> {
  const rows = await db.getAll('uploads');
  const old = rows.filter((row) => Date.now() - row.createdAt > KEPT_MS).map(({ key }) => key);
  if (old.length > 0) await removeAll(db, old);
}

async function removeAll(db: IDBPDatabase<Schema>, keys: readonly string[]): Promise<void> {
  const change = db.transaction(['uploads', 'bytes', 'sizes'], 'readwrite');
  for (const key of keys) {
    await change.objectStore('uploads').delete(key);
    await change.objectStore('bytes').delete(key);
    await change.objectStore('sizes').delete(key);
  }
  await change.done;
}

function open(onGone: () => void): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(NAME, VERSION, {
    upgrade(db) {
      db.createObjectStore('uploads', { keyPath: 'key' }).createIndex('place', ['owner', 'place']);
      db.createObjectStore('bytes');
      db.createObjectStore('sizes');
    },
    blocking: (_now, _wanted, event) => {
      (event.target as IDBDatabase).close();
      onGone();
    },
    terminated: onGone,
  }).catch((cause) => {
    onGone();
    throw cause;
  });
}
