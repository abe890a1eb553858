import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeXhr } from '../test/support/fake-xhr';
import { Http } from './http';
import { TokenHolder } from './token';
import { type UploadProgress, Uploads } from './uploads';

let limitsAsked: number;
let uploads: Uploads;

beforeEach(() => {
  limitsAsked = 0;
  FakeXhr.sent = [];
  FakeXhr.onSend = () => {};
  vi.stubGlobal('XMLHttpRequest', FakeXhr);
  const token = new TokenHolder('jwt');
  uploads = new Uploads(new Http('https://desk.example', token), token, async () => {
    limitsAsked += 1;
    return { uploadMaxBytes: 2 * 1024 * 1024, uploadTypes: ['image/png', 'text/*'] };
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const file = (name: string, size = 100, type = 'image/png') =>
  new File([new Uint8Array(size)], name, { type });

/** The next request that is sent. */
const nextSent = () =>
  new Promise<FakeXhr>((resolve) => {
    FakeXhr.onSend = resolve;
  });

describe('one file', () => {
  it('goes out with the token, and comes back with its CID', async () => {
    const sent = nextSent();
    const uploaded = uploads.uploadFile(file('a.png'));
    const request = await sent;
    request.succeed();
    expect(await uploaded).toMatchObject({ cid: 'cid-a.png', size: 100, name: 'a.png' });
    expect(request.url).toBe('https://desk.example/api/support/upload');
    expect(request.headers.Authorization).toBe('Bearer jwt');
  });

  it('tells its progress, and is whole only when it is stored', async () => {
    const seen: UploadProgress[] = [];
    const sent = nextSent();
    const uploaded = uploads.uploadFile(file('a.png', 200), {
      onProgress: (now) => seen.push(now),
    });
    const request = await sent;
    request.progress(50);
    request.progress(350);
    expect(seen.map(({ fraction }) => fraction)).toEqual([0.25, 0.99]);
    request.succeed();
    await uploaded;
    expect(seen.at(-1)).toEqual({ loaded: 200, total: 200, fraction: 1 });
  });

  it('can be called back', async () => {
    const controller = new AbortController();
    const sent = nextSent();
    const uploaded = uploads.uploadFile(file('a.png'), { signal: controller.signal });
    const request = await sent;
    controller.abort();
    await expect(uploaded).rejects.toMatchObject({ code: 'aborted' });
    expect(request.aborted).toBe(true);
  });

  it('that the server refuses fails as the server says', async () => {
    const sent = nextSent();
    const uploaded = uploads.uploadFile(file('a.png'));
    (await sent).answer(415, { code: 'unsupported-type', detail: 'This is no PNG.' });
    await expect(uploaded).rejects.toMatchObject({
      status: 415,
      code: 'unsupported-type',
      message: 'This is no PNG.',
    });
  });

  it('without a line fails as offline', async () => {
    const sent = nextSent();
    const uploaded = uploads.uploadFile(file('a.png'));
    (await sent).fire('error');
    await expect(uploaded).rejects.toMatchObject({ code: 'offline' });
  });
});

describe('before a byte is sent', () => {
  it('a file over the limit is refused with the limit', async () => {
    await expect(uploads.uploadFile(file('big.png', 2 * 1024 * 1024 + 1))).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('2 MB'),
    });
    expect(FakeXhr.sent).toEqual([]);
  });

  it('a type that is not accepted is refused by name', async () => {
    expect(await uploads.check(file('a.exe', 1, 'application/x-msdownload'))).toContain('a.exe');
    expect(FakeXhr.sent).toEqual([]);
  });

  it.each([
    ['a.png', 'image/png'],
    ['a.txt', 'text/plain'],
    ['unknown', ''],
    // Windows takes CSV for a spreadsheet.
    ['a.csv', 'application/vnd.ms-excel'],
  ])('%s (%s) is let through', async (name, type) => {
    expect(await uploads.check(file(name, 1, type))).toBeNull();
  });

  it('the limits are asked for once', async () => {
    await uploads.check(file('a.png'));
    await uploads.check(file('b.png'));
    expect(limitsAsked).toBe(1);
  });
});

describe('several files', () => {
  it('go at the same time, and come back in their own order', async () => {
    const three = new Promise<void>((resolve) => {
      FakeXhr.onSend = () => {
        if (FakeXhr.sent.length === 3) resolve();
      };
    });
    const uploaded = uploads.uploadMultiple(['a', 'b', 'c', 'd'].map((name) => file(name)));
    await three;
    const fourth = nextSent();
    for (const request of [...FakeXhr.sent].reverse()) request.succeed();
    (await fourth).succeed();
    expect((await uploaded).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('stop when one is refused', async () => {
    const two = new Promise<void>((resolve) => {
      FakeXhr.onSend = () => {
        if (FakeXhr.sent.length === 2) resolve();
      };
    });
    const uploaded = uploads.uploadMultiple([file('a'), file('b')]);
    await two;
    FakeXhr.sent[0]?.answer(507, { code: 'insufficient-storage', detail: 'No room.' });
    await expect(uploaded).rejects.toMatchObject({ code: 'insufficient-storage' });
    expect(FakeXhr.sent[1]?.aborted).toBe(true);
  });
});
