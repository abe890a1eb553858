/**
 * pdf.js (Apache-2.0), as it is used here: in a worker of its own, without evaluating anything,
 * without forms and without fetching anything beyond the bytes that it is given.
 */
import {
  GlobalWorkerOptions,
  getDocument,
  type PDFDocumentLoadingTask,
} from 'pdfjs-dist/legacy/build/pdf.mjs';

/** One worker serves all documents; it ends with the page. */
let worker: Worker | null = null;

export function openPdf(data: ArrayBuffer): PDFDocumentLoadingTask {
  worker ??= new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module' });
  GlobalWorkerOptions.workerPort = worker;
  return getDocument({
    data,
    isEvalSupported: false,
    enableXfa: false,
    useWorkerFetch: false,
    disableAutoFetch: true,
    stopAtErrors: false,
  });
}
