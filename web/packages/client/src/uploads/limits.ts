// What the operator takes, as far as it can be told before a byte is sent. The server decides by
// the bytes, so only what is surely wrong is refused here.

import { FrontdeskError } from '../errors';
import type { DeskConfig } from '../types';

/** Of `GET /config`. */
export type UploadLimits = Pick<DeskConfig, 'uploadMaxBytes' | 'uploadTypes'> &
  Partial<Pick<DeskConfig, 'resumableThresholdBytes' | 'imageMaxEdge'>>;

/** The type of a file whose type the browser can't tell. */
const ANY = '*';

/** What text files are called: browsers and systems disagree on their media types. */
const TEXT_ENDINGS: Record<string, string> = {
  txt: 'text/plain',
  log: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  json: 'application/json',
};

export function typeProblem(file: File, { uploadTypes }: UploadLimits): FrontdeskError | null {
  const fits = typesOf(file).some((one) => uploadTypes.some((allowed) => accepts(allowed, one)));
  if (fits) return null;
  return new FrontdeskError({
    code: 'unsupported-type',
    message: `“${file.name}” is of a type that is not accepted (${file.type}).`,
  });
}

export function sizeProblem(file: File, { uploadMaxBytes }: UploadLimits): FrontdeskError | null {
  if (file.size <= uploadMaxBytes) return null;
  return new FrontdeskError({
    code: 'too-large',
    message: `“${file.name}” is larger than ${inMegabytes(uploadMaxBytes)}. Choose a smaller file.`,
  });
}

/** What the file may be. A file of no known type is taken for whatever fits. */
function typesOf(file: File): string[] {
  const ending = file.name.split('.').at(-1)?.toLowerCase() ?? '';
  return [file.type || ANY, TEXT_ENDINGS[ending]].filter((type) => type !== undefined);
}

/** `image/*` accepts every image. Parameters such as `;charset=utf-8` don't count. */
function accepts(allowed: string, type: string): boolean {
  if (type === ANY) return true;
  const bare = type.split(';')[0]?.trim().toLowerCase() ?? '';
  return allowed.endsWith('/*') ? bare.startsWith(allowed.slice(0, -1)) : bare === allowed;
}

function inMegabytes(bytes: number): string {
  const megabytes = bytes / (1024 * 1024);
  if (megabytes >= 1) return `${Number(megabytes.toFixed(1))} MB`;
  return `${Number((bytes / 1024).toFixed(1))} KB`;
}
