import type { Attachment, UploadOptions } from '@frontdesk/client';
import { act, renderHook, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useUploadList } from './upload-list';

interface Call {
  file: File;
  options: UploadOptions;
  succeed: () => void;
  fail: (message: string) => void;
}

/** Uploads whose end the test decides. */
function controlled() {
  const calls: Call[] = [];
  const uploadFile = (file: File, options: UploadOptions = {}) =>
    new Promise<Attachment>((resolve, reject) => {
      calls.push({
        file,
        options,
        succeed: () =>
          resolve({
            cid: `cid-${file.name}`,
            name: file.name,
            size: file.size,
            type: '',
            url: '',
            scan: 'unscanned',
          }),
        fail: (message) => reject(new Error(message)),
      });
    });
  return { calls, uploads: { uploadFile } };
}

const files = (...names: string[]) => names.map((name) => new File(['x'], name));

describe('the list of files that are being attached', () => {
  it('sends three at a time, and the next when one is done', async () => {
    const { calls, uploads } = controlled();
    const { result } = renderHook(() => useUploadList(uploads));
    act(() => result.current.add(files('a', 'b', 'c', 'd')));
    expect(calls.map((call) => call.file.name)).toEqual(['a', 'b', 'c']);
    await act(async () => calls[1]?.succeed());
    await waitFor(() => expect(calls).toHaveLength(4));
    expect(result.current.attachments.map((each) => each.cid)).toEqual(['cid-b']);
    expect(result.current.busy).toBe(true);
  });

  it('gives the attachments in the order of the list, whichever was first', async () => {
    const { calls, uploads } = controlled();
    const { result } = renderHook(() => useUploadList(uploads));
    act(() => result.current.add(files('a', 'b')));
    await act(async () => calls[1]?.succeed());
    await act(async () => calls[0]?.succeed());
    expect(result.current.attachments.map((each) => each.name)).toEqual(['a', 'b']);
    expect(result.current.busy).toBe(false);
  });

  it('shows progress, a failure with its reason, and tries again', async () => {
    const { calls, uploads } = controlled();
    const { result } = renderHook(() => useUploadList(uploads));
    act(() => result.current.add(files('a')));
    act(() => calls[0]?.options.onProgress?.({ loaded: 1, total: 4, fraction: 0.25 }));
    expect(result.current.items[0]?.progress).toBe(0.25);
    await act(async () => calls[0]?.fail('Too large.'));
    expect(result.current.items[0]).toMatchObject({ state: 'failed', error: 'Too large.' });
    expect(result.current.failed).toBe(true);
    act(() => result.current.retry(result.current.items[0]?.key ?? ''));
    expect(result.current.items[0]).toMatchObject({ state: 'uploading', error: null });
    await act(async () => calls[1]?.succeed());
    expect(result.current.items[0]?.state).toBe('done');
  });

  it('stops what is removed, and a stopped upload is no failure', async () => {
    const { calls, uploads } = controlled();
    const { result } = renderHook(() => useUploadList(uploads));
    act(() => result.current.add(files('a', 'b')));
    act(() => result.current.remove(result.current.items[0]?.key ?? ''));
    expect(calls[0]?.options.signal?.aborted).toBe(true);
    await act(async () => calls[0]?.fail('aborted'));
    expect(result.current.items.map((item) => item.name)).toEqual(['b']);
    expect(result.current.failed).toBe(false);
  });

  it('stops everything when its page is left', () => {
    const { calls, uploads } = controlled();
    const { result, unmount } = renderHook(() => useUploadList(uploads));
    act(() => result.current.add(files('a')));
    unmount();
    expect(calls[0]?.options.signal?.aborted).toBe(true);
  });

  it('begins with the files of a kept draft', () => {
    const { uploads } = controlled();
    const kept = {
      cid: 'k',
      name: 'kept.txt',
      size: 3,
      type: 'text/plain',
      url: '/ipfs/k',
      scan: 'unscanned' as const,
    };
    const { result } = renderHook(() => useUploadList(uploads, [kept]));
    expect(result.current.attachments).toEqual([kept]);
  });
});
