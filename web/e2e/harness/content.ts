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

/** The beginning of a program for Linux (ELF), which is no type that is accepted. */
export const PROGRAM = Buffer.from(`\x7fELF\x02\x01\x01${'\0'.repeat(200)}`, 'latin1');

/** By the profile `unixfs-v1-2025` (IPIP-499), computed by the JavaScript importer of IPFS. */
export async function cidOf(bytes: Uint8Array): Promise<string> {
  const nowhere = { put: async <T>(cid: T) => cid };
  const { cid } = await importFile({ content: bytes }, nowhere, { profile: 'unixfs-v1-2025' });
  return cid.toString();
}
