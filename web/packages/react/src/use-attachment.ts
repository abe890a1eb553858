// A file as it is known now: lists carry what was known when they were read.

import { type Attachment, attachments as kind } from '@frontdesk/client';
import { useEffect, useMemo } from 'react';
import { useMember } from './context';
import { useSnapshot } from './use-snapshot';

export interface UseAttachment {
  file: Attachment;
  /** Asks the server, such as when its address has ended. */
  refresh(): void;
  /** The same, and waits for the answer. */
  fresh(): Promise<Attachment>;
}

/** Keeps a file current while it is in sight: its scan, its renditions, its address. */
export function useAttachment(given: Attachment): UseAttachment {
  const attachments = useMember(kind);
  const known = useSnapshot(attachments).known[given.cid];
  useEffect(() => attachments.watch(given), [attachments, given]);
  return useMemo(
    () => ({
      file: known ? { ...known, name: given.name } : given,
      refresh: () => attachments.refresh(given.cid),
      fresh: () => attachments.fresh(given),
    }),
    [attachments, known, given],
  );
}
