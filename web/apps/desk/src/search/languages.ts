/** The languages of articles and queries, by their names in the reader's language. */
import type { Language } from '@frontdesk/client';
import { currentLocale } from '../i18n/language';

const CODES: Readonly<Record<Language, true>> = {
  ar: true,
  da: true,
  de: true,
  el: true,
  en: true,
  es: true,
  fi: true,
  fr: true,
  hu: true,
  it: true,
  ja: true,
  nl: true,
  no: true,
  pt: true,
  ro: true,
  ru: true,
  sv: true,
  ta: true,
  tr: true,
  zh: true,
};

/** By name. */
export function languages(): Language[] {
  const { compare } = new Intl.Collator(currentLocale());
  return (Object.keys(CODES) as Language[]).sort((one, other) =>
    compare(languageName(one), languageName(other)),
  );
}

export const isLanguage = (code: unknown): code is Language =>
  typeof code === 'string' && Object.hasOwn(CODES, code);

export const languageName = (code: string): string =>
  isLanguage(code)
    ? (new Intl.DisplayNames(currentLocale(), { type: 'language' }).of(code) ?? code)
    : code;
