/** The part of pdf.js that reads files, away from the page. */
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
