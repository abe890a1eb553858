/** How far files are, in words: for the eye beside each, and for screen readers over all. */
import type { UploadItem } from '@frontdesk/client';
import { fileSize, plural } from '../format';
import { errorMessage } from '../states';

/** A screen reader hears of the progress in steps of so many per cent. */
const STEP = 25;

type Item = Pick<
  UploadItem,
  'state' | 'name' | 'loaded' | 'total' | 'fraction' | 'error' | 'needsFile'
>;

export function uploadWords(item: Item): string {
  const { state, loaded, total, error } = item;
  const percent = Math.round(item.fraction * 100);
  switch (state) {
    case 'waiting':
      if (!error) return 'Waiting for its turn';
      return error.code === 'offline'
        ? `No connection, goes on by itself (${percent}%)`
        : `${errorMessage(error)} It is tried again.`;
    case 'uploading':
      return `${fileSize(loaded)} of ${fileSize(total)} · ${percent}%`;
    case 'checking':
      return 'Almost there: being stored';
    case 'paused':
      return item.needsFile
        ? `Stopped at ${percent}%: choose the file again`
        : `Paused at ${percent}%`;
    case 'done':
      return fileSize(total);
    case 'failed':
      return error ? errorMessage(error) : 'The upload failed.';
    default:
      return 'Cancelled';
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
    moving.length > 0 ? `Uploading ${plural(moving.length, 'file')}, ${progress(moving)}` : null,
    stuck.length > 0 ? `Waiting for the connection` : null,
    paused.length > 0 ? `${plural(paused.length, 'file')} paused` : null,
    done.length > 0 ? `${plural(done.length, 'file')} attached` : null,
    ...of('failed').map(({ name, error }) => `${name}: ${error ? errorMessage(error) : 'failed'}`),
  ];
  return parts.filter(Boolean).join('. ');
}

function progress(items: readonly Item[]): string {
  const total = items.reduce((sum, item) => sum + item.total, 0);
  const loaded = items.reduce((sum, item) => sum + item.fraction * item.total, 0);
  const percent = total === 0 ? 0 : (loaded / total) * 100;
  return `${Math.floor(percent / STEP) * STEP} percent`;
}
