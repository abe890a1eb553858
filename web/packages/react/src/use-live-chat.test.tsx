import { act, renderHook, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { setUpPage } from '../test/page';
import { useAgentDesk, useLiveChat } from '.';

const page = setUpPage();

it('is used as pages of the original stack use it', async () => {
  const { result } = renderHook(() => useLiveChat(), { wrapper: page.wrapper });
  expect(result.current).toMatchObject({
    connected: false,
    sessionId: null,
    messages: [],
    isTyping: false,
    agentName: null,
    error: null,
    waitingPosition: null,
  });

  act(() => result.current.connect());
  await waitFor(() => expect(result.current.waitingPosition).toBe(1));
  expect(result.current.connected).toBe(true);
  expect(result.current.sessionId).toBe(page.server.session.id);

  act(() => result.current.sendMessage('Hello'));
  expect(result.current.messages).toMatchObject([{ content: 'Hello', sender: 'user' }]);
  await waitFor(() => expect(result.current.messages[0]?.state).toBe('sent'));

  page.server.accept();
  await waitFor(() => expect(result.current.agentName).toBe('Ann'));
  page.server.tellUser(page.server.session, 'agent-typing', true, {
    sessionId: page.server.session.id,
  });
  await waitFor(() => expect(result.current.isTyping).toBe(true));
  page.server.say('agent', 'How can I help?');
  await waitFor(() => expect(result.current.messages).toHaveLength(2));
  expect(result.current.messages[1]).toMatchObject({
    id: expect.any(String),
    sessionId: page.server.session.id,
    sender: 'agent',
    content: 'How can I help?',
    timestamp: expect.any(String),
  });

  act(() => result.current.disconnect());
  expect(result.current.connected).toBe(false);
  expect(page.server.session.status).toBe('active');
});

it('takes connect as the handler of a click', async () => {
  const { result } = renderHook(() => useLiveChat(), { wrapper: page.wrapper });
  const click = { nativeEvent: {}, message: 'not a message' } as never;
  act(() => result.current.connect(click));
  await waitFor(() => expect(result.current.status).toBe('waiting'));
  expect(result.current.messages).toEqual([]);
});

it('sends no blanks', () => {
  const { result } = renderHook(() => useLiveChat(), { wrapper: page.wrapper });
  act(() => result.current.sendMessage('  '));
  expect(result.current.status).toBe('idle');
});

it('says in a sentence why it cannot connect', async () => {
  page.client.setToken('bad');
  const { result } = renderHook(() => useLiveChat(), { wrapper: page.wrapper });
  act(() => result.current.connect());
  await waitFor(() => expect(result.current.error).toBe('the token has expired'));
});

it('gives the agents their desk', async () => {
  page.client.setToken('agent:ann');
  const session = page.server.openSession('maya', ['Hello']);
  const { result } = renderHook(() => useAgentDesk(), { wrapper: page.wrapper });
  await waitFor(() => expect(result.current.waiting).toHaveLength(1));
  await act(() => result.current.desk.accept(session.id));
  expect(result.current.threads[session.id]?.messages).toHaveLength(1);
});
