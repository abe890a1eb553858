// The files of a conversation. Pure.

import type { Attachment } from '@frontdesk/client';

/** The newest first; a file that was sent twice stands where it was sent last. */
export function eachFileOnce(files: readonly Attachment[]): Attachment[] {
  const found = new Map<string, Attachment>();
  for (const file of files.toReversed()) if (!found.has(file.cid)) found.set(file.cid, file);
  return [...found.values()];
}
