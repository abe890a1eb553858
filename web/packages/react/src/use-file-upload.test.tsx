import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeXhr } from '../../client/test/support/fake-xhr';
import { setUpPage } from '../test/page';
import { useFileUpload } from '.';

const page = setUpPage();

beforeEach(() => {
  FakeXhr.sent = [];
  FakeXhr.onSend = () => {};
  vi.stubGlobal('XMLHttpRequest', FakeXhr);
  page.server.rest.set('GET /config', {
    status: 200,
    body: { success: true, data: { uploadMaxBytes: 1_000, uploadTypes: ['image/png'] } },
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const file = (name: string, size = 100) =>
  new File([new Uint8Array(size)], name, { type: 'image/png' });

/** Resolves when this many requests have been sent. */
const sent = (count: number) =>
  new Promise<FakeXhr[]>((resolve) => {
    FakeXhr.onSend = () => {
      if (FakeXhr.sent.length === count) resolve(FakeXhr.sent);
    };
  });

it('shows the progress over all files, then what was uploaded', async () => {
  const { result } = renderHook(() => useFileUpload(), { wrapper: page.wrapper });
  const both = sent(2);
  let uploaded: Promise<unknown> = Promise.resolve();
  act(() => {
    uploaded = result.current.uploadMultiple([file('a.png', 100), file('b.png', 300)]);
  });
  expect(result.current).toMatchObject({ uploading: true, progress: 0 });
  const [a, b] = await both;
  act(() => b?.progress(150));
  expect(result.current.progress).toBe(38);
  await act(async () => {
    a?.succeed();
    b?.succeed();
    await uploaded;
  });
  expect(result.current).toMatchObject({ uploading: false, progress: 100, error: null });
  expect(result.current.uploadedFiles).toMatchObject([
    { cid: 'cid-a.png', url: '/ipfs/cid-a.png', size: 100, type: 'image/png' },
    { cid: 'cid-b.png' },
  ]);
  act(() => result.current.clearUploads());
  expect(result.current).toMatchObject({ uploadedFiles: [], progress: 0 });
});

it('says why a file was not taken', async () => {
  const { result } = renderHook(() => useFileUpload(), { wrapper: page.wrapper });
  await act(async () => {
    await expect(result.current.uploadFile(file('big.png', 1_001))).rejects.toMatchObject({
      code: 'too-large',
    });
  });
  expect(result.current.error).toContain('big.png');
  expect(result.current.uploading).toBe(false);
});

it('stops what is under way, without calling that an error', async () => {
  const { result } = renderHook(() => useFileUpload(), { wrapper: page.wrapper });
  const one = sent(1);
  let uploaded: Promise<unknown> = Promise.resolve();
  act(() => {
    uploaded = result.current.uploadFile(file('a.png'));
  });
  const [request] = await one;
  await act(async () => {
    result.current.cancel();
    await expect(uploaded).rejects.toMatchObject({ code: 'aborted' });
  });
  expect(request?.aborted).toBe(true);
  expect(result.current).toMatchObject({ uploading: false, error: null });
});
