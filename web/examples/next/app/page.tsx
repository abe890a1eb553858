// The help page, rendered on the server with the articles in it.

import { createServerClient } from '@frontdesk/react/server';
import { Help } from './help';

// The articles change: each visit reads them.
export const dynamic = 'force-dynamic';

export default async function Page() {
  const desk = createServerClient(process.env.FRONTDESK_URL ?? 'http://localhost:3001');
  // Without the desk the page stands all the same, and the browser asks.
  await desk.articles({ sort: 'views', limit: 10 }).catch(() => {});
  return <Help state={desk.state()} />;
}
