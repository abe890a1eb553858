/**
 * A Vite plugin that fails the build when its scripts have grown beyond a limit, compressed, and
 * prints what it has found.
 */
import { brotliCompressSync } from 'node:zlib';
import type { Plugin } from 'vite';

export interface SizeLimitOptions {
  /** What is measured, as the message says it. */
  name: string;
  /** By Brotli, as browsers get it: see precompress.ts. */
  maxBytes: number;
  /** Chunks that don't belong to it, by their names. */
  without?: RegExp;
  /** Chunks of which a person loads one at most: the largest counts. */
  oneOf?: RegExp;
}

export function sizeLimit({ name, maxBytes, without, oneOf }: SizeLimitOptions): Plugin {
  return {
    name: 'frontdesk:size-limit',
    apply: 'build',
    enforce: 'post',
    writeBundle: {
      sequential: true,
      order: 'post',
      handler(_options, bundle) {
        const chunks = Object.values(bundle).flatMap((output) =>
          output.type === 'chunk' && !without?.test(output.fileName)
            ? [{ file: output.fileName, bytes: brotliCompressSync(output.code).length }]
            : [],
        );
        const isChoice = ({ file }: { file: string }) => oneOf?.test(file) ?? false;
        const always = chunks.filter((chunk) => !isChoice(chunk)).map(({ bytes }) => bytes);
        const choices = chunks.filter(isChoice).map(({ bytes }) => bytes);
        const total = [...always, Math.max(0, ...choices)].reduce((sum, bytes) => sum + bytes, 0);
        const figures = `${name}: ${total} of ${maxBytes} bytes of compressed JavaScript`;
        if (total > maxBytes) {
          const list = chunks.map(({ file, bytes }) => `  ${bytes}  ${file}`).join('\n');
          this.error(`${figures} are too many:\n${list}`);
        }
        this.info(figures);
      },
    },
  };
}
