import { act, renderHook, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { setUpPage } from '../test/page';
import { useNotificationPreferences } from '.';

const page = setUpPage();
const PREFERENCES = {
  channels: { system: { inApp: true, email: 'off', push: true, sms: false } },
  timeZone: 'UTC',
  pushSubscriptions: [],
  mutes: [],
  available: { email: true, push: true, sms: false },
};
const answers = (method: 'GET' | 'PUT', preferences: object) =>
  page.server.rest.set(`${method} /notifications/preferences`, {
    status: 200,
    body: { success: true, data: preferences },
  });

it('reads them once, and shows a change at once', async () => {
  answers('GET', PREFERENCES);
  const { result } = renderHook(
    () => [useNotificationPreferences(), useNotificationPreferences()] as const,
    page,
  );
  expect(result.current[0].loading).toBe(true);
  await waitFor(() => expect(result.current[0].preferences).toEqual(PREFERENCES));
  expect(result.current[1].loading).toBe(false);
  const asked = page.server.requests.filter((one) => one.startsWith('GET'));
  expect(asked).toHaveLength(1);

  answers('PUT', { ...PREFERENCES, timeZone: 'Europe/Berlin' });
  let saved = Promise.resolve();
  act(() => {
    saved = result.current[0].updatePreferences({ timeZone: 'Europe/Berlin' });
  });
  expect(result.current[1].preferences?.timeZone).toBe('Europe/Berlin');
  await act(() => saved);
  expect(result.current[0]).toMatchObject({ saving: false, error: null });
});

it('says why a change was refused', async () => {
  answers('GET', PREFERENCES);
  const { result } = renderHook(useNotificationPreferences, page);
  await waitFor(() => expect(result.current.preferences).not.toBeNull());
  page.server.rest.set('PUT /notifications/preferences', {
    status: 400,
    body: { detail: 'there is no such time zone' },
  });
  await act(() => result.current.updatePreferences({ timeZone: 'Mars/Olympus' }));
  expect(result.current.error).toBe('there is no such time zone');
  expect(result.current.preferences?.timeZone).toBe('UTC');
});
