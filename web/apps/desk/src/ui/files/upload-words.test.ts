import { FrontdeskError, type UploadItem } from '@frontdesk/client';
import { describe, expect, it } from 'vitest';
import { listWords, uploadWords } from './upload-words';

const item = (over: Partial<UploadItem>): UploadItem => ({
  key: 'k',
  name: 'a.png',
  type: 'image/png',
  file: null,
  state: 'uploading',
  loaded: 0,
  total: 4 * 1024 * 1024,
  fraction: 0,
  error: null,
  attachment: null,
  needsFile: false,
  resumable: true,
  ...over,
});

const offline = new FrontdeskError({ code: 'offline', message: 'No line.' });

describe('the words beside a file', () => {
  it.each([
    [{ loaded: 1024 * 1024, fraction: 0.25 }, '1 MB of 4 MB · 25%'],
    [{ state: 'waiting' }, 'Waiting for its turn'],
    [{ state: 'waiting', error: offline, fraction: 0.5 }, 'No connection, goes on by itself (50%)'],
    [{ state: 'paused', fraction: 0.5 }, 'Paused at 50%'],
    [{ state: 'paused', needsFile: true, fraction: 0.5 }, 'Stopped at 50%: choose the file again'],
    [{ state: 'done' }, '4 MB'],
    [{ state: 'failed', error: offline }, 'No line.'],
  ] as const)('of %o', (over, words) => {
    expect(uploadWords(item(over))).toBe(words);
  });
});

describe('what a screen reader hears', () => {
  it('does not change with each per cent', () => {
    const at = (fraction: number) => listWords([item({ fraction })]);
    expect(at(0.26)).toBe('Uploading 1 file, 25 percent');
    expect(at(0.49)).toBe(at(0.26));
    expect(at(0.5)).not.toBe(at(0.26));
  });

  it('names what waits, what is there, and what failed', () => {
    const words = listWords([
      item({ state: 'waiting', error: offline }),
      item({ state: 'paused' }),
      item({ state: 'done' }),
      item({ state: 'failed', name: 'b.exe', error: offline }),
    ]);
    expect(words).toBe(
      'Uploading 1 file, 0 percent. Waiting for the connection. 1 file paused. 1 file attached. b.exe: No line.',
    );
  });
});
