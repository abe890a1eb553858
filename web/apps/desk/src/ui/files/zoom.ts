/** The steps in which a file is made larger; 1 fits it into the window. */
import type { ViewKind } from './file-type';

const STEPS = [1, 1.5, 2, 3, 4, 6, 8];

export type ZoomStep = 'in' | 'out' | 'reset';

export function nextZoom(now: number, step: ZoomStep): number {
  if (step === 'reset') return 1;
  if (step === 'in') return STEPS.find((one) => one > now) ?? now;
  return STEPS.findLast((one) => one < now) ?? 1;
}

export function isZoomable(kind: ViewKind): boolean {
  return kind === 'picture' || kind === 'pdf';
}
