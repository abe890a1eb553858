// Files to upload, and the CIDs that another implementation of IPFS gives them.
import { importFile } from 'ipfs-unixfs-importer';

export const MIB = 1024 * 1024;
/** The largest file that is accepted: 10 MB as the contract counts them. */
export const UPLOAD_MAX = 10 * MIB;

/** Plain text of exactly that many bytes, no two chunks of it alike. */
export function textOf(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  const encoder = new TextEncoder();
  let line = 0;
  for (let at = 0; at < size; line += 1) {
    at += encoder.encodeInto(
      `line ${line} of a log that goes on and on\n`,
      bytes.subarray(at),
    ).written;
  }
  return bytes;
}

/** A picture of one pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** A PDF of one page per text, as a word processor might write it. */
export function pdfOf(...texts: string[]): Buffer {
  const kids = texts.map((_, index) => `${4 + 2 * index} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${texts.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...texts.flatMap((text, index) => {
      const stream = `BT /F1 24 Tf 72 700 Td (${text}) Tj ET`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * index} 0 R >>`,
        `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
      ];
    }),
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return String(offset).padStart(10, '0');
  });
  const table = offsets.map((offset) => `${offset} 00000 n \n`).join('');
  const size = objects.length + 1;
  return Buffer.from(
    `${body}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`,
    'latin1',
  );
}

/** The beginning of a program for Linux (ELF), which is no type that is accepted. */
export const PROGRAM = Buffer.from(`\x7fELF\x02\x01\x01${'\0'.repeat(200)}`, 'latin1');

/** By the profile `unixfs-v1-2025` (IPIP-499), computed by the JavaScript importer of IPFS. */
export async function cidOf(bytes: Uint8Array): Promise<string> {
  const nowhere = { put: async <T>(cid: T) => cid };
  const { cid } = await importFile({ content: bytes }, nowhere, { profile: 'unixfs-v1-2025' });
  return cid.toString();
}
