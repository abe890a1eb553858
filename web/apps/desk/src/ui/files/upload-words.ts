/** How far files are, in words: for the eye beside each, and for screen readers over all. */

import type { UploadItem } from '@frontdesk/client';
import { fileSize } from '../format';
import { t } from '../locales';
import { errorMessage } from '../states';

/** A screen reader hears of the progress in steps of so many per cent. */
const STEP = 25;

type Item = Pick<
  UploadItem,
  'state' | 'name' | 'loaded' | 'total' | 'fraction' | 'error' | 'needsFile'
>;

export function uploadWords(item: Item): string {
  const { state, loaded, total, error } = item;
  const share = item.fraction;
  switch (state) {
    case 'waiting':
      if (!error) return t.waitingTurn;
      return error.code === 'offline' ? t.noConnection(share) : t.triedAgain(errorMessage(error));
    case 'uploading':
      return t.uploaded(fileSize(loaded), fileSize(total), share);
    case 'checking':
      return t.almostThere;
    case 'paused':
      return item.needsFile ? t.stoppedAt(share) : t.pausedAt(share);
    case 'done':
      return fileSize(total);
    case 'failed':
      return error ? errorMessage(error) : t.uploadFailed;
    default:
      return t.uploadCancelled;
  }
}

/** All of them in one sentence that changes at turning points alone. */
export function listWords(items: readonly Item[]): string {
  const of = (...states: Item['state'][]) => items.filter(({ state }) => states.includes(state));
  const moving = of('waiting', 'uploading', 'checking');
  const stuck = moving.filter(({ state, error }) => state === 'waiting' && error);
  const paused = of('paused');
  const done = of('done');
  const parts = [
    moving.length > 0 ? t.uploadingFiles(moving.length, progress(moving)) : null,
    stuck.length > 0 ? t.waitingConnection : null,
    paused.length > 0 ? t.filesPaused(paused.length) : null,
    done.length > 0 ? t.filesAttached(done.length) : null,
    ...of('failed').map(({ name, error }) =>
      error ? `${name}: ${errorMessage(error)}` : t.fileFailed(name),
    ),
  ];
  return parts.filter(Boolean).join('. ');
}

function progress(items: readonly Item[]): number {
  const total = items.reduce((sum, item) => sum + item.total, 0);
  const loaded = items.reduce((sum, item) => sum + item.fraction * item.total, 0);
  const percent = total === 0 ? 0 : (loaded / total) * 100;
  return Math.floor(percent / STEP) * STEP;
}
