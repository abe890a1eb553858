/**
 * A Vite plugin that draws `public/favicon.svg` once more as PNG, in the sizes that phones and
 * browsers ask an app that is installed for. The shapes are few, so they are drawn here instead of
 * by a library; who changes the SVG changes `SHAPES`.
 */
import { crc32, deflateSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Pixels of an edge. */
const SIZES = [192, 512] as const;
/** Units of the drawing. */
const BOX = 32;
/** Samples of a pixel, in each direction, for smooth edges. */
const SAMPLES = 4;

type Colour = readonly [red: number, green: number, blue: number];

const GREEN: Colour = [0x1d, 0x6b, 0x57];
const GOLD: Colour = [0xff, 0xe3, 0xa1];
const WHITE: Colour = [0xff, 0xfd, 0xf8];

/** Whether a point lies within; the last shape that has it gives its colour. */
type Within = (x: number, y: number) => boolean;

const roundedSquare =
  (radius: number): Within =>
  (x, y) => {
    const dx = Math.max(radius - x, x - (BOX - radius), 0);
    const dy = Math.max(radius - y, y - (BOX - radius), 0);
    return Math.hypot(dx, dy) <= radius;
  };

/** A line with round ends. */
const line =
  (x1: number, y1: number, x2: number, y2: number, width: number): Within =>
  (x, y) => {
    const [dx, dy] = [x2 - x1, y2 - y1];
    const along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy);
    const at = Math.min(1, Math.max(0, along));
    return Math.hypot(x - x1 - at * dx, y - y1 - at * dy) <= width / 2;
  };

const dome: Within = (x, y) => y <= 19 && Math.hypot(x - 16, y - 19) <= 7;

const SHAPES: readonly [Colour, Within][] = [
  [GREEN, roundedSquare(9)],
  [GOLD, line(7, 22.5, 25, 22.5, 2.6)],
  [WHITE, dome],
  [WHITE, line(16, 12, 16, 9.6, 2.2)],
  [WHITE, line(13.8, 9.3, 18.2, 9.3, 2.2)],
];

export function icons(): Plugin {
  return {
    name: 'frontdesk:icons',
    apply: 'build',
    generateBundle() {
      for (const size of SIZES) {
        this.emitFile({ type: 'asset', fileName: `icon-${size}.png`, source: icon(size) });
      }
    },
  };
}

/** The icon as a PNG (RFC 2083) of 8 bits a channel, with alpha. */
export function icon(size: number): Buffer {
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let y = 0; y < size; y += 1) {
    // Each row begins with its filter: none.
    for (let x = 0; x < size; x += 1) {
      rows.set(pixel(x, y, BOX / size), y * (size * 4 + 1) + 1 + x * 4);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    part('IHDR', head),
    part('IDAT', deflateSync(rows, { level: 9 })),
    part('IEND', Buffer.alloc(0)),
  ]);
}

/** The mean of a pixel's samples, as red, green, blue and alpha. */
function pixel(x: number, y: number, unit: number): number[] {
  let seen = 0;
  const sum = [0, 0, 0];
  for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
    const colour = colourAt(
      (x + ((sample % SAMPLES) + 0.5) / SAMPLES) * unit,
      (y + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) * unit,
    );
    if (!colour) continue;
    seen += 1;
    for (const channel of [0, 1, 2] as const) sum[channel] = (sum[channel] ?? 0) + colour[channel];
  }
  if (seen === 0) return [0, 0, 0, 0];
  return [...sum.map((all) => Math.round(all / seen)), Math.round((255 * seen) / SAMPLES ** 2)];
}

const colourAt = (x: number, y: number): Colour | undefined =>
  SHAPES.findLast(([, isWithin]) => isWithin(x, y))?.[0];

function part(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
