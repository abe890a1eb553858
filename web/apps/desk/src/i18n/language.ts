/**
 * The language that the page is in: the person's choice, else what their browser asks for. Words
 * are read while rendering, so a change of language draws the app anew (`LanguageProvider`).
 */
import { formatLocale, isLanguage, LANGUAGES, type Language, pickLanguage } from './languages';

const KEY = 'frontdesk.language';

let current: Language = 'en';
let locale: string = current;
const listeners = new Set<() => void>();

export const currentLanguage = (): Language => current;

/** The BCP 47 tag by which dates, numbers and lists are written. */
export const currentLocale = (): string => locale;

export const isRightToLeft = (): boolean => LANGUAGES[current].dir === 'rtl';

/** What the API is told (RFC 9110 §12.5.4): the answer in this language, if there is one. */
export const acceptLanguage = (): string =>
  locale === current ? current : `${locale}, ${current}`;

export function subscribeLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Finds the person's language, before anything is painted. Where theirs is not spoken it is the
 * desk's, which is asked for only then.
 */
export async function findLanguage(ofDesk: () => Promise<unknown>): Promise<void> {
  const own = readChoice() ?? pickLanguage(navigator.languages);
  if (own) return adopt(own);
  const given = await ofDesk().catch(() => null);
  adopt(isLanguage(given) ? given : 'en');
}

/** Makes it the language of the page, and tells whoever listens. */
export function adopt(language: Language): void {
  current = language;
  locale = formatLocale(language, navigator.languages);
  document.documentElement.lang = language;
  document.documentElement.dir = LANGUAGES[language].dir;
  for (const listener of listeners) listener();
}

function readChoice(): Language | null {
  try {
    const kept = localStorage.getItem(KEY);
    return isLanguage(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** For the next visit. */
export function keepChoice(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}
