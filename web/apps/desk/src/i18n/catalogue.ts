/**
 * Catalogues: the words of one part of the app, in each language. A message is a string, or a
 * function of what it tells of, so the compiler knows every key and every value; each language
 * but English is declared to be as English is, so it also knows of every one that is missing.
 * Only the language in use is fetched.
 */
import { currentLanguage } from './language';
import type { Language } from './languages';

export interface Catalogue<Words extends object> {
  /** The words, in the language of the page; to be read while rendering, not before. */
  readonly t: Words;
  readonly isLoaded: boolean;
  load(): Promise<void>;
}

type Fetch = (language: Language) => Promise<() => void>;

/** Those in use, which a change of language has to fetch. */
const inUse = new Set<Fetch>();

export function catalogue<Words extends object>(
  languages: Record<Language, () => Promise<{ default: Words }>>,
): Catalogue<Words> {
  const t = {} as Words;
  let isLoaded = false;
  let loading: Promise<void> | null = null;
  const fetch: Fetch = async (language) => {
    const { default: words } = await languages[language]();
    return () => {
      Object.assign(t, words);
      isLoaded = true;
    };
  };
  const load = async () => {
    inUse.add(fetch);
    for (;;) {
      const language = currentLanguage();
      const fill = await fetch(language);
      // The language may have changed in the meantime.
      if (language === currentLanguage()) return fill();
    }
  };
  return {
    t,
    get isLoaded() {
      return isLoaded;
    },
    load() {
      loading ??= load().catch((error) => {
        loading = null;
        throw error;
      });
      return loading;
    },
  };
}

/** All catalogues in use, in another language; what comes back puts them in place, all at once. */
export async function fetchCatalogues(language: Language): Promise<() => void> {
  const fills = await Promise.all([...inUse].map((fetch) => fetch(language)));
  return () => {
    for (const fill of fills) fill();
  };
}
