/** The languages that the app speaks, and which of them fits a person. Pure. */

interface LanguageFacts {
  /** In the language itself: that is how people look for theirs. */
  name: string;
  dir: 'ltr' | 'rtl';
}

export const LANGUAGES = {
  en: { name: 'English', dir: 'ltr' },
  de: { name: 'Deutsch', dir: 'ltr' },
  ar: { name: 'العربية', dir: 'rtl' },
} as const satisfies Record<string, LanguageFacts>;

export type Language = keyof typeof LANGUAGES;

export const LANGUAGE_CODES = Object.keys(LANGUAGES) as Language[];

export const isLanguage = (code: unknown): code is Language =>
  typeof code === 'string' && Object.hasOwn(LANGUAGES, code);

/** The first language of those wanted (BCP 47 tags, the dearest first) that the app speaks. */
export function pickLanguage(wanted: readonly string[]): Language | null {
  return wanted.map(baseOf).find(isLanguage) ?? null;
}

/** In whose manner dates and numbers are written: the person's own region, where it is known. */
export function formatLocale(language: Language, wanted: readonly string[]): string {
  return wanted.find((tag) => baseOf(tag) === language) ?? language;
}

const baseOf = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? '';
