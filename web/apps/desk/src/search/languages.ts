/** The languages of articles and queries, by their names. */
import type { Language } from '@frontdesk/client';

const NAMES: Record<Language, string> = {
  ar: 'Arabic',
  zh: 'Chinese',
  da: 'Danish',
  nl: 'Dutch',
  en: 'English',
  fi: 'Finnish',
  fr: 'French',
  de: 'German',
  el: 'Greek',
  hu: 'Hungarian',
  it: 'Italian',
  ja: 'Japanese',
  no: 'Norwegian',
  pt: 'Portuguese',
  ro: 'Romanian',
  ru: 'Russian',
  es: 'Spanish',
  sv: 'Swedish',
  ta: 'Tamil',
  tr: 'Turkish',
};

/** By name. */
export const LANGUAGES: readonly Language[] = (Object.keys(NAMES) as Language[]).toSorted(
  (one, other) => NAMES[one].localeCompare(NAMES[other], 'en'),
);

export const isLanguage = (code: unknown): code is Language =>
  typeof code === 'string' && Object.hasOwn(NAMES, code);

export const languageName = (code: string): string => (isLanguage(code) ? NAMES[code] : code);
