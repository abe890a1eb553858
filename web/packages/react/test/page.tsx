// A page whose hooks speak to a desk in memory, over the real wire.

import { createFrontdesk, type Frontdesk, memoryStorage } from '@frontdesk/client';
import { cleanup, configure } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach } from 'vitest';
import { DeskServer } from '../../client/test/support/desk-server';
import { FrontdeskProvider } from '../src';

// On a busy machine a second is not long.
configure({ asyncUtilTimeout: 10_000 });

export interface Page {
  server: DeskServer;
  client: Frontdesk;
  wrapper(props: { children: ReactNode }): ReactNode;
}

/** Requests that are under way. */
const pending = new Set<Promise<unknown>>();
const plainFetch = globalThis.fetch;
globalThis.fetch = (...request) => {
  const answer = plainFetch(...request);
  pending.add(answer);
  const ended = () => pending.delete(answer);
  answer.then(ended, ended);
  return answer;
};

/** A server and a client of its own for each test. */
export function setUpPage(token = 'user:maya'): Page {
  const page = {} as Page;
  beforeEach(async () => {
    page.server = await DeskServer.start();
    page.client = createFrontdesk({ url: page.server.url, token, storage: memoryStorage() });
    page.wrapper = ({ children }) => (
      <FrontdeskProvider client={page.client}>{children}</FrontdeskProvider>
    );
  });
  afterEach(async () => {
    cleanup();
    // The page's console would tell of every request that breaks off.
    while (pending.size > 0) await Promise.allSettled(pending);
    page.client.close();
    await page.server.stop();
  });
  return page;
}
