/** Which of the widget's languages somebody gets. */
import type { Language } from './protocol';

export const LANGUAGES: readonly Language[] = ['en', 'de', 'ar'];

/** The first of these wishes (such as `de-AT`) that the widget speaks; English where it speaks none. */
export function languageFor(wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const base = wish?.toLowerCase().split('-')[0];
    const found = LANGUAGES.find((language) => language === base);
    if (found) return found;
  }
  return 'en';
}

export const directionOf = (language: Language): 'ltr' | 'rtl' =>
  language === 'ar' ? 'rtl' : 'ltr';
