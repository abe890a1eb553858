// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Fate, TusServer } from '../../test/support/tus-server';
import { Http } from '../http';
import { TokenHolder } from '../token';
import { Uploads } from '../uploads';
import { indexedDbUploads, type UploadStorage } from './kept-uploads';
import type { UploadItem, UploadList } from './upload-list';

const KIB = 1024;
const PART = 256 * KIB;
const SIZE = 3 * PART + 5;
const LIMITS = {
  uploadMaxBytes: 10 * KIB * KIB,
  uploadTypes: ['text/plain'],
  resumableThresholdBytes: 100 * KIB,
};

let server: TusServer;
let token: TokenHolder;

beforeEach(async () => {
  server = await TusServer.start();
  token = new TokenHolder('jwt');
  vi.stubGlobal('indexedDB', new IDBFactory());
  // Nobody waits for the next try here.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(async () => {
  for (const page of pages.splice(0)) page.forget();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  await server.stop();
});

const until = (condition: () => boolean | Promise<boolean>) =>
  vi.waitUntil(condition, { timeout: 15_000, interval: 5 });

const pages: Uploads[] = [];

/** The bytes are kept apart: the IndexedDB of tests cannot clone a Blob. */
function storage(): UploadStorage {
  const rows = indexedDbUploads();
  if (!rows) throw new Error('there is no IndexedDB');
  return {
    ...rows,
    load: async (owner, place) =>
      (await rows.load(owner, place)).map(({ row }) => ({ row, bytes: disk.get(row.key) ?? null })),
    putBytes: async (key, bytes) => Boolean(disk.set(key, bytes)),
    removeBytes: async (key) => void disk.delete(key),
  };
}

const disk = new Map<string, Blob>();

const kept = () => storage().load('maya', 'here');

/** A page of a person; what it keeps is there for the next one. */
function page(person = 'maya'): Uploads {
  const uploads = new Uploads(
    new Http(server.url, token),
    token,
    async () => LIMITS,
    async () => ({ storage: storage(), owner: person }),
  );
  pages.push(uploads);
  return uploads;
}

function bytesOf(size: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, (_, index) => (index * 7919) % 251);
}

const file = (name = 'a.txt', size = SIZE) =>
  new File([bytesOf(size)], name, { type: 'text/plain', lastModified: 1 });

const only = (list: UploadList): UploadItem => {
  const [item] = list.getSnapshot().items;
  if (!item) throw new Error('the list is empty');
  return item;
};

const reaches = (list: UploadList, state: UploadItem['state']) =>
  until(() => list.getSnapshot().items[0]?.state === state);

/** Holds the part that begins at an offset until it is let go. */
function holdAt(offset: number): { reached: Promise<void>; letGo(fate?: Fate): void } {
  let letGo: (fate: Fate) => void = () => {};
  let tell: () => void = () => {};
  const reached = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const held = new Promise<Fate>((resolve) => {
    letGo = resolve;
  });
  server.fate = (at) => {
    if (at !== offset) return 'take';
    tell();
    return held;
  };
  return { reached, letGo: (fate = 'take') => letGo(fate) };
}

const partsOf = () => server.requests.filter((request) => request.startsWith('PATCH'));

describe('a file above the threshold', () => {
  it('goes in parts, whole, and counts what is acknowledged', async () => {
    const seen: number[] = [];
    const uploaded = await page().uploadFile(file(), {
      onProgress: ({ loaded }) => seen.push(loaded),
    });
    expect(uploaded).toMatchObject({ cid: 'cid-a.txt', size: SIZE });
    expect(seen).toEqual([PART, 2 * PART, 3 * PART, SIZE]);
    expect(server.contentOf('u1').equals(bytesOf(SIZE))).toBe(true);
    expect(server.tokens.every((one) => one === 'Bearer jwt')).toBe(true);
  });

  it('below it goes in one piece', async () => {
    const sent = vi.fn();
    vi.stubGlobal(
      'XMLHttpRequest',
      class {
        constructor() {
          sent();
          throw new Error('enough');
        }
      },
    );
    await expect(page().uploadFile(file('a.txt', 100))).rejects.toThrow('enough');
    expect(sent).toHaveBeenCalledOnce();
    expect(server.requests).toEqual([]);
  });

  it('goes on from the acknowledged byte when the line breaks', async () => {
    let cuts = 0;
    server.fate = (offset) => {
      if (offset !== PART || cuts > 1) return 'take';
      cuts += 1;
      return 'cut';
    };
    await page().uploadFile(file());
    expect(server.contentOf('u1').equals(bytesOf(SIZE))).toBe(true);
    expect(partsOf()).toEqual(
      [0, PART, PART, PART, 2 * PART, 3 * PART].map((at) => `PATCH u1 ${at}`),
    );
    expect(server.requests.filter((one) => one.startsWith('POST'))).toHaveLength(1);
  });

  it('is not sent again when only the last answer was lost', async () => {
    server.fate = (offset) => (offset === 3 * PART ? 'lose-answer' : 'take');
    expect(await page().uploadFile(file())).toMatchObject({ cid: 'cid-a.txt' });
    expect(partsOf()).toHaveLength(4);
    expect(server.requests.at(-1)).toBe('GET u1');
  });

  it('goes on with the token of then', async () => {
    let current = 'first';
    token.set(() => current);
    server.fate = (offset) => {
      if (offset !== PART || current !== 'first') return 'take';
      current = 'second';
      return { status: 401, code: 'unauthenticated' };
    };
    await page().uploadFile(file());
    expect(server.tokens).toContain('Bearer first');
    expect(server.tokens.at(-1)).toBe('Bearer second');
    expect(server.contentOf('u1').equals(bytesOf(SIZE))).toBe(true);
  });

  it('fails with the server’s reason when its content is refused, and begins anew', async () => {
    const list = page().list('here');
    server.fate = (offset) =>
      offset === 3 * PART ? { status: 415, code: 'unsupported-type' } : 'take';
    list.add([file()]);
    await reaches(list, 'failed');
    expect(only(list).error).toMatchObject({
      code: 'unsupported-type',
      message: 'It is unsupported-type.',
    });
    server.fate = () => 'take';
    list.retry(only(list).key);
    await reaches(list, 'done');
    expect(server.contentOf('u2').equals(bytesOf(SIZE))).toBe(true);
  });

  it('keeps to the address by which the page reaches the desk', async () => {
    server.publicUrl = 'https://desk.example';
    await page().uploadFile(file());
    expect(server.contentOf('u1').equals(bytesOf(SIZE))).toBe(true);
  });
});

describe('what a person does with it', () => {
  it('pauses and goes on, without sending anything twice', async () => {
    const held = holdAt(2 * PART);
    const list = page().list('here');
    list.add([file()]);
    await held.reached;
    await until(() => only(list).loaded === 2 * PART);
    list.pause(only(list).key);
    expect(only(list)).toMatchObject({ state: 'paused', loaded: 2 * PART });
    held.letGo('cut');
    server.fate = () => 'take';
    list.resume(only(list).key);
    await reaches(list, 'done');
    expect(server.contentOf('u1').equals(bytesOf(SIZE))).toBe(true);
  });

  it('takes it back, here and at the server', async () => {
    const held = holdAt(PART);
    const list = page().list('here');
    list.add([file()]);
    await held.reached;
    list.remove(only(list).key);
    held.letGo('cut');
    expect(list.getSnapshot().items).toEqual([]);
    await until(() => server.uploads.size === 0);
  });

  it('sends three at a time', async () => {
    let now = 0;
    let most = 0;
    const going: (() => void)[] = [];
    server.fate = async (): Promise<Fate> => {
      now += 1;
      most = Math.max(most, now);
      await new Promise<void>((resolve) => going.push(resolve));
      now -= 1;
      return 'take';
    };
    const list = page().list('here');
    list.add(['a', 'b', 'c', 'd'].map((name) => file(`${name}.txt`, 200 * KIB)));
    await until(() => going.length === 3);
    expect(
      list
        .getSnapshot()
        .items.map(({ state }) => state)
        .at(3),
    ).toBe('waiting');
    going.shift()?.();
    await until(() => going.length === 3);
    for (const go of going) go();
    await until(() => !list.getSnapshot().busy);
    expect(most).toBe(3);
    expect(list.getSnapshot().attachments.map(({ name }) => name)).toEqual([
      'a.txt',
      'b.txt',
      'c.txt',
      'd.txt',
    ]);
  });
});

describe('after a reload', () => {
  /** A page that goes in the middle of an upload. */
  async function interrupted(lose?: 'bytes'): Promise<void> {
    const held = holdAt(2 * PART);
    const before = page();
    const list = before.list('here');
    list.add([file()]);
    await held.reached;
    await until(() => only(list).loaded === 2 * PART);
    await until(async () => (await kept())[0]?.row.loaded === 2 * PART);
    if (lose) await storage().removeBytes(only(list).key);
    before.forget();
    held.letGo('cut');
    server.fate = () => 'take';
  }

  it('it goes on by itself from the acknowledged byte', async () => {
    await interrupted();
    const list = page().list('here');
    await reaches(list, 'done');
    expect(server.contentOf('u1').equals(bytesOf(SIZE))).toBe(true);
    expect(partsOf().filter((part) => part === `PATCH u1 ${PART}`)).toHaveLength(1);
    expect(server.requests.filter((one) => one.startsWith('POST'))).toHaveLength(1);
  });

  it('it waits for the file where that was too large to keep', async () => {
    await interrupted('bytes');
    const list = page().list('here');
    await reaches(list, 'paused');
    expect(only(list)).toMatchObject({ needsFile: true, loaded: 2 * PART });
    list.add([file()]);
    await reaches(list, 'done');
    expect(list.getSnapshot().items).toHaveLength(1);
    expect(server.contentOf('u1').equals(bytesOf(SIZE))).toBe(true);
    expect(server.requests.filter((one) => one.startsWith('POST'))).toHaveLength(1);
  });

  it('another file in its place is begun anew', async () => {
    await interrupted('bytes');
    const list = page().list('here');
    await reaches(list, 'paused');
    list.provide(only(list).key, file('b.txt'));
    await reaches(list, 'done');
    expect(only(list).attachment?.name).toBe('b.txt');
    await until(() => !server.uploads.has('u1'));
  });

  it('what was up is still attached, until it is sent', async () => {
    const list = page().list('here');
    list.add([file()]);
    await reaches(list, 'done');
    await until(async () => Boolean((await kept())[0]?.row.attachment));
    const again = page().list('here');
    await reaches(again, 'done');
    expect(again.getSnapshot().attachments).toMatchObject([{ cid: 'cid-a.txt' }]);
    again.clear();
    await until(async () => (await kept()).length === 0);
  });

  it('what came back from a message that was not sent is attached once, and still is', async () => {
    const before = page().list('here');
    before.add([file()]);
    await reaches(before, 'done');
    const attachments = [...before.getSnapshot().attachments];
    before.clear();
    before.adopt(attachments);
    before.adopt(attachments);
    expect(before.getSnapshot()).toMatchObject({ busy: false, failed: false, attachments });
    await until(async () => (await kept()).length === 1);
    pages.pop()?.forget();
    const again = page().list('here');
    await reaches(again, 'done');
    expect(again.getSnapshot().attachments).toEqual(attachments);
  });

  it('neither another person nor another place sees it', async () => {
    await interrupted();
    expect(await storage().load('sam', 'here')).toEqual([]);
    expect(await storage().load('maya', 'there')).toEqual([]);
    expect(await kept()).toHaveLength(1);
  });
});

it('without a line it waits until the device is online', async () => {
  const online = vi.spyOn(globalThis.navigator, 'onLine', 'get').mockReturnValue(false);
  server.fate = (offset) => (offset === PART && !globalThis.navigator.onLine ? 'cut' : 'take');
  const list = page().list('here');
  list.add([file()]);
  await until(() => only(list).error?.code === 'offline');
  expect(only(list)).toMatchObject({ state: 'waiting', loaded: PART });
  online.mockReturnValue(true);
  globalThis.dispatchEvent(new Event('online'));
  await reaches(list, 'done');
  expect(server.contentOf('u1').equals(bytesOf(SIZE))).toBe(true);
});
