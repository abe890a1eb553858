/**
 * The files that a person is attaching: each with its own progress, failure and retry. The view
 * is in drop-zone.tsx and composer.tsx; sending the bytes is the client package's part.
 */
import type { Attachment, Uploads } from '@frontdesk/client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { errorMessage } from './states';

export interface UploadItem {
  key: string;
  name: string;
  size: number;
  type: string;
  state: 'uploading' | 'done' | 'failed';
  /** 0 to 1. */
  progress: number;
  /** Why it failed. */
  error: string | null;
  /** The server's answer, once it is done. */
  attachment: Attachment | null;
}

export interface UploadList {
  items: readonly UploadItem[];
  /** Any on its way. */
  busy: boolean;
  /** Any that failed and still stands in the list. */
  failed: boolean;
  /** Those that are done, in the order of the list. */
  attachments: Attachment[];
  add(files: Iterable<File>): void;
  /** Stops it if it is on its way. */
  remove(key: string): void;
  retry(key: string): void;
  clear(): void;
}

/** Several uploads at once share the line; more wait for their turn. */
const PARALLEL = 3;

interface Job {
  file: File;
  abort: AbortController;
}

export function useUploadList(
  uploads: Pick<Uploads, 'uploadFile'>,
  /** Already uploaded, from a kept draft. */
  initial: readonly Attachment[] = [],
): UploadList {
  const [items, setItems] = useState<UploadItem[]>(() => initial.map(asDone));
  const jobs = useRef(new Map<string, Job>());
  const waiting = useRef<string[]>([]);
  const running = useRef(0);

  const patch = useCallback((key: string, change: Partial<UploadItem>) => {
    setItems((list) => list.map((item) => (item.key === key ? { ...item, ...change } : item)));
  }, []);

  const pump = useCallback(() => {
    while (running.current < PARALLEL) {
      const key = waiting.current.shift();
      if (key === undefined) return;
      const job = jobs.current.get(key);
      if (!job) continue;
      running.current += 1;
      uploads
        .uploadFile(job.file, {
          signal: job.abort.signal,
          onProgress: ({ fraction }) => patch(key, { progress: fraction }),
        })
        .then(
          (attachment) => patch(key, { state: 'done', progress: 1, attachment }),
          (error) => {
            if (!job.abort.signal.aborted) {
              patch(key, { state: 'failed', error: errorMessage(error) });
            }
          },
        )
        .finally(() => {
          running.current -= 1;
          pump();
        });
    }
  }, [uploads, patch]);

  const add = useCallback(
    (files: Iterable<File>) => {
      const fresh = [...files].map((file) => {
        const key = crypto.randomUUID();
        jobs.current.set(key, { file, abort: new AbortController() });
        waiting.current.push(key);
        return startOf(key, file);
      });
      if (fresh.length === 0) return;
      setItems((list) => [...list, ...fresh]);
      pump();
    },
    [pump],
  );

  const remove = useCallback((key: string) => {
    jobs.current.get(key)?.abort.abort();
    jobs.current.delete(key);
    setItems((list) => list.filter((item) => item.key !== key));
  }, []);

  const retry = useCallback(
    (key: string) => {
      const job = jobs.current.get(key);
      if (!job) return;
      patch(key, { state: 'uploading', progress: 0, error: null });
      waiting.current.push(key);
      pump();
    },
    [patch, pump],
  );

  const clear = useCallback(() => {
    for (const job of jobs.current.values()) job.abort.abort();
    jobs.current.clear();
    waiting.current = [];
    setItems([]);
  }, []);

  // Leaving the page stops what is on its way.
  useEffect(() => {
    const all = jobs.current;
    return () => {
      for (const job of all.values()) job.abort.abort();
    };
  }, []);

  return useMemo(
    () => ({
      items,
      busy: items.some((item) => item.state === 'uploading'),
      failed: items.some((item) => item.state === 'failed'),
      attachments: items.flatMap((item) => (item.attachment ? [item.attachment] : [])),
      add,
      remove,
      retry,
      clear,
    }),
    [items, add, remove, retry, clear],
  );
}

function startOf(key: string, file: File): UploadItem {
  const { name, size, type } = file;
  return { key, name, size, type, state: 'uploading', progress: 0, error: null, attachment: null };
}

function asDone(attachment: Attachment): UploadItem {
  const { cid, name, size, type } = attachment;
  return { key: cid, name, size, type, state: 'done', progress: 1, error: null, attachment };
}
