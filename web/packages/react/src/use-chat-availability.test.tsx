import { act, renderHook, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { setUpPage } from '../test/page';
import { useChatAvailability, usePreChatForm } from '.';

const page = setUpPage();

const success = (data: object) => ({ status: 200, body: { success: true, data } });

it('tells whether somebody would answer, and asks again on demand', async () => {
  page.server.rest.set('GET /chat/availability', success({ open: true }));
  const { result } = renderHook(() => useChatAvailability('billing'), { wrapper: page.wrapper });
  expect(result.current).toMatchObject({ availability: null, loading: true, error: null });
  await waitFor(() => expect(result.current.loading).toBe(false));
  expect(result.current.availability).toEqual({ open: true });
  expect(page.server.requests).toEqual(['GET /chat/availability?topicId=billing']);

  page.server.rest.set('GET /chat/availability', success({ open: false }));
  act(() => result.current.refresh());
  await waitFor(() =>
    expect(result.current).toMatchObject({ availability: { open: false }, loading: false }),
  );
});

it('gives the questions before a chat, or says why it cannot', async () => {
  page.server.rest.set('GET /chat/form', success({ enabled: true, fields: [] }));
  const { result } = renderHook(() => usePreChatForm(), { wrapper: page.wrapper });
  await waitFor(() => expect(result.current.form).toEqual({ enabled: true, fields: [] }));
  page.server.rest.delete('GET /chat/form');
  act(() => result.current.refresh());
  await waitFor(() => expect(result.current.error?.code).toBe('not-found'));
  expect(result.current.form).toEqual({ enabled: true, fields: [] });
});
