import { act, renderHook, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeXhr } from '../../client/test/support/fake-xhr';
import { setUpPage } from '../test/page';
import { useUploadList } from '.';

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

const file = (name: string) => new File([new Uint8Array(100)], name, { type: 'image/png' });

const shows = (place: string) =>
  renderHook(() => useUploadList(place), { wrapper: page.wrapper }).result;

it('follows its files, and is emptied once they are sent', async () => {
  const list = shows('ticket.1');
  act(() => list.current.add([file('a.png'), file('b.png')]));
  expect(list.current).toMatchObject({ busy: true, attachments: [] });
  await waitFor(() => expect(FakeXhr.sent).toHaveLength(2));
  act(() => FakeXhr.sent[1]?.progress(50));
  expect(list.current.items[1]).toMatchObject({ name: 'b.png', loaded: 50, state: 'uploading' });
  await act(async () => {
    for (const request of FakeXhr.sent) request.succeed();
  });
  await waitFor(() => expect(list.current.busy).toBe(false));
  expect(list.current.attachments.map(({ cid }) => cid)).toEqual(['cid-a.png', 'cid-b.png']);
  act(() => list.current.clear());
  expect(list.current.items).toEqual([]);
});

it('is the same list wherever its place is shown, and another one elsewhere', async () => {
  const first = shows('chat');
  const second = shows('chat');
  const other = shows('ticket.1');
  act(() => first.current.add([file('a.png')]));
  expect(second.current.items).toHaveLength(1);
  expect(other.current.items).toEqual([]);
});

it('shows why a file was not taken, and tries again', async () => {
  const list = shows('chat');
  act(() => list.current.add([file('a.png')]));
  await waitFor(() => expect(FakeXhr.sent).toHaveLength(1));
  await act(async () => FakeXhr.sent[0]?.answer(415, { detail: 'This is no PNG.' }));
  await waitFor(() => expect(list.current.failed).toBe(true));
  const [item] = list.current.items;
  expect(item?.error?.message).toBe('This is no PNG.');
  act(() => list.current.retry(item?.key ?? ''));
  await waitFor(() => expect(FakeXhr.sent).toHaveLength(2));
  await act(async () => FakeXhr.sent[1]?.succeed());
  await waitFor(() => expect(list.current.attachments).toHaveLength(1));
});
