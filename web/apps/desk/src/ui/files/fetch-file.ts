/** The bytes of a file, to be shown here. */
import type { Attachment } from '@frontdesk/client';

/** Fetches a file; where its address has ended meanwhile, by the one that `fresh` brings. */
export async function fetchFile(
  file: Attachment,
  fresh: () => Promise<Attachment>,
  signal: AbortSignal,
): Promise<Response> {
  let response = await get(file.url, signal);
  if (await isOver(response)) response = await get((await fresh()).url, signal);
  if (!response.ok) throw new Error(`the file answered with status ${response.status}`);
  return response;
}

function get(url: string, signal: AbortSignal): Promise<Response> {
  return fetch(url, { signal, credentials: 'omit', referrerPolicy: 'no-referrer' });
}

async function isOver(response: Response): Promise<boolean> {
  if (response.status !== 403) return false;
  const problem: unknown = await response.json().catch(() => null);
  return (problem as { code?: string } | null)?.code === 'link-expired';
}
