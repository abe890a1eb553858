/**
 * Colours that can be read, by the formulas of WCAG 2.2. The server chooses the text on the brand's
 * own colour; here the brand's colour is made fit to be text, a line or a focus ring itself.
 */

type Rgb = readonly [number, number, number];

const HEX = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i;

export function parseColor(color: string): Rgb | null {
  const found = HEX.exec(color.trim());
  if (!found) return null;
  const [red, green, blue] = found.slice(1).map((part) => Number.parseInt(part, 16));
  return [red ?? 0, green ?? 0, blue ?? 0];
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** White where it can be read on the colour, black elsewhere: one of both always can. */
export function textOn(color: string): string {
  const behind = parseColor(color) ?? [0, 0, 0];
  return contrast(behind, [255, 255, 255]) >= 4.5 ? '#ffffff' : '#000000';
}

/** The colour itself, or as much nearer to black or white as it takes to be read on a ground. */
export function readableOn(color: string, ground: string, atLeast = 4.5): string {
  const behind = parseColor(ground) ?? [255, 255, 255];
  const wanted = parseColor(color) ?? [0, 0, 0];
  const end = luminance(behind) > 0.18 ? 0 : 255;
  for (let step = 0; step <= 20; step += 1) {
    const mixed = wanted.map((part) => Math.round(part + ((end - part) * step) / 20));
    const [red, green, blue] = mixed as [number, number, number];
    if (contrast([red, green, blue], behind) >= atLeast) return hex([red, green, blue]);
  }
  return end === 0 ? '#000000' : '#ffffff';
}

function hex(color: Rgb): string {
  return `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
