// The files that are being attached at one place of the page, as a hook.

import { uploads as kind, type UploadList, type UploadListSnapshot } from '@frontdesk/client';
import { useMemo } from 'react';
import { useMember } from './context';
import { useSnapshot } from './use-snapshot';

export interface UseUploadList
  extends UploadListSnapshot,
    Pick<
      UploadList,
      'add' | 'adopt' | 'provide' | 'pause' | 'resume' | 'retry' | 'remove' | 'clear'
    > {}

/**
 * @param place what the files are attached to, such as `ticket.<id>`: the list is the same
 * wherever it is asked for, goes on while its page isn't shown, and is there after a reload
 */
export function useUploadList(place: string): UseUploadList {
  const uploads = useMember(kind);
  const list = uploads.list(place);
  const snapshot = useSnapshot(list);
  return useMemo(
    () => ({
      ...snapshot,
      add: (files) => list.add(files),
      adopt: (attachments) => list.adopt(attachments),
      provide: (key, file) => list.provide(key, file),
      pause: (key) => list.pause(key),
      resume: (key) => list.resume(key),
      retry: (key) => list.retry(key),
      remove: (key) => list.remove(key),
      clear: () => list.clear(),
    }),
    [list, snapshot],
  );
}
