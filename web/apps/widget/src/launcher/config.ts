/** What the desk says of its widget, with what the page has chosen over it. */
import { textOn } from '../contrast';
import { languageFor } from '../language';
import type { Language, Theme } from '../protocol';
import type { BootOptions } from './types';

/** What the launcher needs of `GET /widget/config`. */
export interface DeskChoice {
  name: string;
  color: string;
  textColor: string;
  theme: Theme;
  side: 'left' | 'right';
  offsetX: number;
  offsetY: number;
  language?: Language | null;
}

export interface Looks {
  name: string;
  color: string;
  textColor: string;
  theme: Theme;
  side: 'left' | 'right';
  offsetX: number;
  offsetY: number;
  language: Language;
}

/** Fails with a reason for the console: the desk is away, or doesn't want this page. */
export async function fetchConfig(desk: string, signal: AbortSignal): Promise<DeskChoice> {
  const response = await fetch(`${desk}/api/support/widget/config`, {
    signal,
    credentials: 'omit',
  });
  const body = (await response.json()) as { data?: DeskChoice; message?: string };
  if (!response.ok || !body.data) throw new Error(body.message ?? `HTTP ${response.status}`);
  return body.data;
}

export function looksOf(desk: DeskChoice, options: BootOptions): Looks {
  const color = options.color ?? desk.color;
  return {
    name: desk.name,
    color,
    textColor: options.color ? textOn(options.color) : desk.textColor,
    theme: options.theme ?? desk.theme,
    side: options.side ?? desk.side,
    offsetX: options.offsetX ?? desk.offsetX,
    offsetY: options.offsetY ?? desk.offsetY,
    language: languageFor([options.language, desk.language, ...navigator.languages]),
  };
}

/** The options that stand at the script: `<script data-language="de" data-side="left">`. */
export function optionsAt(script: HTMLElement | null): BootOptions {
  const { language, theme, color, side, offsetX, offsetY, launcher } = script?.dataset ?? {};
  const options: BootOptions = {};
  if (language) options.language = languageFor([language]);
  if (theme === 'light' || theme === 'dark' || theme === 'auto') options.theme = theme;
  if (color) options.color = color;
  if (side === 'left' || side === 'right') options.side = side;
  if (offsetX) options.offsetX = Number(offsetX) || 0;
  if (offsetY) options.offsetY = Number(offsetY) || 0;
  if (launcher === 'off') options.launcher = false;
  return options;
}
