import { createFrontdesk, type Frontdesk, memoryStorage } from '@frontdesk/client';
import { FrontdeskProvider } from '@frontdesk/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, configure, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { HISTORY_SHOWN } from './customer';
import { CustomerCard } from './customer-card';
import { CustomerHistory } from './customer-history';

configure({ asyncUtilTimeout: 10_000 });

const MAYA = { id: 'maya', name: 'Maya Lindqvist', role: 'user', email: 'maya@example.com' };

let asked: string[];
let answers: Record<string, () => Response>;
let client: Frontdesk;

const ok = (data: unknown, more: object = {}) => Response.json({ success: true, data, ...more });
const list = (items: unknown[]) => ok(items, { page: { next: null } });

beforeEach(() => {
  asked = [];
  answers = {};
  client = createFrontdesk({ url: 'https://desk.example', token: null, storage: memoryStorage() });
  vi.stubGlobal('fetch', async (address: string) => {
    const { pathname, search } = new URL(address);
    const path = pathname.replace('/api/support', '');
    asked.push(path + search);
    return answers[path]?.() ?? Response.json({ status: 404, detail: 'no' }, { status: 404 });
  });
});
afterEach(() => {
  cleanup();
  client.close();
  vi.unstubAllGlobals();
});

function show(what: ReactNode) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <MemoryRouter>
      <FrontdeskProvider client={client}>
        <QueryClientProvider client={queries}>{what}</QueryClientProvider>
      </FrontdeskProvider>
    </MemoryRouter>,
  );
}

it('a customer’s address leads to a mail', async () => {
  answers['/people/maya'] = () => ok(MAYA);
  show(<CustomerCard userId="maya" name="Maya Lindqvist" />);
  const link = await screen.findByRole('link', { name: 'maya@example.com' });
  expect(link.getAttribute('href')).toBe('mailto:maya@example.com');
});

it('a customer whom the desk does not know is shown by name', async () => {
  show(<CustomerCard userId="maya" name="Maya Lindqvist" />);
  await vi.waitFor(() => expect(asked).toEqual(['/people/maya']));
  expect(screen.getByRole('heading', { name: 'Maya Lindqvist' })).toBeTruthy();
  expect(screen.queryByRole('link')).toBeNull();
});

it('shows a few of their tickets and chats, without the one on the screen', async () => {
  const ticket = (n: number) => ({
    id: `t${n}`,
    subject: `Ticket ${n}`,
    status: 'open',
    updatedAt: '2026-01-01T00:00:00.000Z',
  });
  answers['/tickets'] = () => list(Array.from({ length: HISTORY_SHOWN + 1 }, (_, n) => ticket(n)));
  answers['/chat/sessions'] = () =>
    list([{ id: 's1', topic: 'Brakes', updatedAt: '2026-01-01T00:00:00.000Z' }]);
  show(<CustomerHistory userId="maya" except="s1" />);
  expect(await screen.findAllByRole('link')).toHaveLength(HISTORY_SHOWN);
  expect(screen.queryByText('Brakes')).toBeNull();
  expect(asked.sort()).toEqual([
    `/chat/sessions?userId=maya&limit=${HISTORY_SHOWN + 1}`,
    `/tickets?userId=maya&limit=${HISTORY_SHOWN + 1}`,
  ]);
});
