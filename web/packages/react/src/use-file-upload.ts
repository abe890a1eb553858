// Uploads as a hook: what is under way, how far, and what has arrived.

import {
  type Attachment,
  type FrontdeskError,
  uploads as kind,
  toFrontdeskError,
} from '@frontdesk/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useMember } from './context';

export interface UseFileUpload {
  uploading: boolean;
  /** 0 to 100 over all files that are under way. */
  progress: number;
  /** A sentence for people. */
  error: string | null;
  uploadedFiles: Attachment[];
  /** Fails with a FrontdeskError, which stands in `error` as well. */
  uploadFile(file: File): Promise<Attachment>;
  /** In the order of the files; the first failure stops the rest. */
  uploadMultiple(files: readonly File[] | FileList): Promise<Attachment[]>;
  /** Forgets what was uploaded; files of a ticket that was sent stay where they are. */
  clearUploads(): void;
  /** Stops what is under way. */
  cancel(): void;
}

/** One call's share in the progress of all. */
interface Batch {
  stop: AbortController;
  sent: number[];
  sizes: number[];
}

export function useFileUpload(): UseFileUpload {
  const uploads = useMember(kind);
  const [uploadedFiles, setUploadedFiles] = useState<Attachment[]>([]);
  const [error, setError] = useState<FrontdeskError | null>(null);
  const [state, setState] = useState({ uploading: false, progress: 0 });
  const batches = useRef(new Set<Batch>());

  const show = useCallback(() => {
    // Read now, not when React gets to it: the batches change meanwhile.
    const underWay = [...batches.current];
    setState((before) => ({
      uploading: underWay.length > 0,
      progress: underWay.length > 0 ? percent(underWay) : before.progress,
    }));
  }, []);

  const uploadMultiple = useCallback(
    async (given: readonly File[] | FileList): Promise<Attachment[]> => {
      const files = Array.from(given);
      const batch: Batch = {
        stop: new AbortController(),
        sent: files.map(() => 0),
        sizes: files.map((file) => Math.max(file.size, 1)),
      };
      batches.current.add(batch);
      setError(null);
      show();
      try {
        const attachments = await uploads.uploadMultiple(files, {
          signal: batch.stop.signal,
          onProgress: ({ fraction }, _file, index) => {
            batch.sent[index] = fraction * (batch.sizes[index] ?? 0);
            show();
          },
        });
        setUploadedFiles((before) => [...before, ...attachments]);
        return attachments;
      } catch (thrown) {
        const failure = toFrontdeskError(thrown);
        if (failure.code !== 'aborted') setError(failure);
        throw failure;
      } finally {
        batches.current.delete(batch);
        show();
      }
    },
    [uploads, show],
  );

  const uploadFile = useCallback(
    async (file: File): Promise<Attachment> => {
      const [attachment] = await uploadMultiple([file]);
      return attachment as Attachment;
    },
    [uploadMultiple],
  );

  const clearUploads = useCallback(() => {
    setUploadedFiles([]);
    setError(null);
    setState((before) => ({ ...before, progress: before.uploading ? before.progress : 0 }));
  }, []);

  const cancel = useCallback(() => {
    for (const batch of batches.current) batch.stop.abort();
  }, []);

  // What a page that is left has under way is of no use to anyone.
  useEffect(() => cancel, [cancel]);

  return {
    ...state,
    error: error?.message ?? null,
    uploadedFiles,
    uploadFile,
    uploadMultiple,
    clearUploads,
    cancel,
  };
}

function percent(batches: Batch[]): number {
  const sum = (numbers: number[]) => numbers.reduce((total, next) => total + next, 0);
  const total = sum(batches.map(({ sizes }) => sum(sizes)));
  const sent = sum(batches.map((batch) => sum(batch.sent)));
  return total === 0 ? 0 : Math.round((sent / total) * 100);
}
