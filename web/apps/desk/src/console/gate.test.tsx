import { cleanup, configure, fireEvent, render, screen } from '@testing-library/react';
import { MemoryRouter, Route, Routes } from 'react-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sessionStore } from '../session/session-store';
import { ToastProvider } from '../ui';
import Console from './index';

const MAYA = { id: 'maya', name: 'Maya Lindqvist', role: 'user' };

/** A JWT as far as the browser reads it: the server alone would check it. */
const TOKEN = `e30.${btoa(JSON.stringify({ sub: 'maya', exp: 4_102_444_800 }))}.x`;

// Waits for what comes, not for how fast a busy machine brings it.
configure({ asyncUtilTimeout: 10_000 });

let me: () => Response;

const ok = (data: unknown) => Response.json({ success: true, data });
const problem = (status: number, detail: string) =>
  new Response(JSON.stringify({ title: detail, detail, status, success: false }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });

beforeEach(() => {
  vi.stubGlobal('fetch', async (input: RequestInfo | URL) => {
    const url = input instanceof Request ? input.url : String(input);
    if (url.includes('/auth/me')) return me();
    return problem(404, 'There is nothing here.');
  });
});

afterEach(() => {
  cleanup();
  sessionStore('console').signOut();
  vi.unstubAllGlobals();
});

function open() {
  render(
    <MemoryRouter initialEntries={['/console/chats']}>
      <ToastProvider>
        <Routes>
          <Route path="/console/*" element={<Console />} />
        </Routes>
      </ToastProvider>
    </MemoryRouter>,
  );
}

describe("the console's door", () => {
  it('asks who one is without a token', async () => {
    open();
    expect(await screen.findByLabelText('Password')).toBeTruthy();
  });

  it('tells customers that this is for staff, and lets them sign in as someone else', async () => {
    me = () => ok(MAYA);
    sessionStore('console').signIn(TOKEN);
    open();
    expect(await screen.findByText('This part is for staff')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Sign in as someone else' }));
    expect(await screen.findByLabelText('Password')).toBeTruthy();
    expect(localStorage.getItem('frontdesk.console.token')).toBeNull();
  });

  it('says that a token is no longer good, and asks again', async () => {
    me = () => problem(401, 'The token has expired.');
    sessionStore('console').signIn(TOKEN);
    open();
    expect(await screen.findByLabelText('Password')).toBeTruthy();
    expect(screen.getByText(/Your sign-in has ended/)).toBeTruthy();
  });

  it('says why one cannot come in, and tries again when asked to', async () => {
    me = () => problem(403, 'This account is locked.');
    sessionStore('console').signIn(TOKEN);
    open();
    expect(await screen.findByText('This account is locked.')).toBeTruthy();
    me = () => ok(MAYA);
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('This part is for staff')).toBeTruthy();
  });
});
