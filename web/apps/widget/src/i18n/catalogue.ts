/** Gives the words of a language; English is at hand, the others are fetched. */
import type { Language } from '../protocol';
import { words as english } from './en';
import type { Words } from './words';

const LOADERS: Record<Exclude<Language, 'en'>, () => Promise<{ words: Words }>> = {
  de: () => import('./de'),
  ar: () => import('./ar'),
};

/** English, too, where a catalogue can't be fetched: a widget in another language beats none. */
export async function wordsFor(language: Language): Promise<Words> {
  if (language === 'en') return english;
  return LOADERS[language]().then(
    ({ words }) => words,
    () => english,
  );
}

export { english };
