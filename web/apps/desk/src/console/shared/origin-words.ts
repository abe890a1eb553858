// What a customer's browser said of itself, in words. Pure.

import type { ConversationContext } from '@frontdesk/client';

const DEVICES: Record<string, string> = {
  computer: 'Computer',
  tablet: 'Tablet',
  phone: 'Phone',
};

/** Such as “Firefox 142 on Windows, Computer”; null when nothing is known. */
export function deviceInWords({
  browser,
  system,
  device,
}: Pick<ConversationContext, 'browser' | 'system' | 'device'>): string | null {
  const program = [browser, system].filter(Boolean).join(' on ');
  const kind = device ? (DEVICES[device] ?? device) : '';
  return [program, kind].filter(Boolean).join(', ') || null;
}

/** A language tag's name; the tag itself where it has none. */
export function languageInWords(tag: string, locale = 'en'): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
