// What runs inside a page that uploads with Uppy, as a host application would.
import Uppy from '@uppy/core';
import Tus from '@uppy/tus';

export interface Told {
  /** Bytes that the server has acknowledged, by the last progress. */
  progress: number;
  /** Bodies of the last answers, one a file. */
  answers: string[];
  failures: string[];
  /** Where uploads of earlier lives of the page went on from. */
  resumedAt: number[];
}

declare global {
  interface Window {
    told: Told;
    startUppy(text: string, names: string[], authorization: string): void;
  }
}

window.startUppy = (text, names, authorization) => {
  const told: Told = { progress: 0, answers: [], failures: [], resumedAt: [] };
  window.told = told;
  const uppy = new Uppy({ autoProceed: true }).use(Tus, {
    endpoint: '/api/support/uploads',
    headers: { Authorization: authorization },
    chunkSize: 512 * 1024,
    limit: 3,
    retryDelays: Array.from({ length: 500 }, () => 100),
    onAfterResponse: (request, response) => {
      const offset = Number(response.getHeader('Upload-Offset') ?? 0);
      if (request.getMethod() === 'HEAD') told.resumedAt.push(offset);
      told.progress = Math.max(told.progress, offset);
    },
  });
  uppy.on('upload-success', (_file, response) => {
    // The answer of the request that completed the file.
    told.answers.push(
      String(response.body?.xhr && (response.body.xhr as XMLHttpRequest).responseText),
    );
  });
  uppy.on('upload-error', (_file, error) => told.failures.push(error.message));
  for (const name of names) {
    uppy.addFile({ name, type: 'text/plain', data: new Blob([`${name}\n${text}`]) });
  }
};
