import { contrast, parseColor, readableOn, textOn } from './contrast';

const rgb = (color: string) => parseColor(color) ?? [0, 0, 0];
const some = [
  '#000000',
  '#ffffff',
  '#ffd400',
  '#0f766e',
  '#c8102e',
  '#808080',
  '#00ff88',
  '#4338ca',
];

describe('a brand’s colour', () => {
  it('always has a text that can be read on it', () => {
    for (const color of some) {
      expect(contrast(rgb(color), rgb(textOn(color)))).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('is moved no further than it takes to be read on a ground', () => {
    for (const ground of ['#ffffff', '#f4f4f6', '#26262d', '#1c1c21']) {
      for (const color of some) {
        const text = readableOn(color, ground);
        expect(contrast(rgb(text), rgb(ground))).toBeGreaterThanOrEqual(4.5);
      }
    }
    expect(readableOn('#4338ca', '#ffffff')).toBe('#4338ca');
  });

  it('is black where it is no colour', () => {
    expect(parseColor('red')).toBeNull();
    expect(readableOn('red', '#ffffff')).toBe('#000000');
  });
});
