import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { icon } from './icons.ts';

const SIZE = 64;

/** Red, green, blue and alpha of a place of the drawing, which is 32 units wide. */
function colourAt(png: Buffer, x: number, y: number): number[] {
  // Signature and IHDR are 33 bytes; then the length of the data, its name, and the data.
  const rows = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)));
  const at = (unit: number) => Math.floor((unit * SIZE) / 32);
  const place = at(y) * (SIZE * 4 + 1) + 1 + at(x) * 4;
  return [...rows.subarray(place, place + 4)];
}

it('is a PNG of the favicon: its ground, its bell, and nothing in the corners', () => {
  const png = icon(SIZE);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(SIZE);
  expect(colourAt(png, 0.2, 0.2)[3]).toBe(0);
  expect(colourAt(png, 16, 28)).toEqual([0x1d, 0x6b, 0x57, 255]);
  expect(colourAt(png, 16, 16)).toEqual([0xff, 0xfd, 0xf8, 255]);
  expect(colourAt(png, 8, 22.5)).toEqual([0xff, 0xe3, 0xa1, 255]);
});
