/** The language as React sees it: draws the app anew when it changes, and waits for words. */
import { Direction } from 'radix-ui';
import { Fragment, type ReactNode, use, useSyncExternalStore } from 'react';
import type { Catalogue } from './catalogue';
import { currentLanguage, subscribeLanguage } from './language';
import { LANGUAGES, type Language } from './languages';

export function useLanguage(): Language {
  return useSyncExternalStore(subscribeLanguage, currentLanguage);
}

/** What is inside begins again in another language; data and drafts are kept outside of it. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const language = useLanguage();
  return (
    <Direction.Provider dir={LANGUAGES[language].dir}>
      <Fragment key={language}>{children}</Fragment>
    </Direction.Provider>
  );
}

/** Shows its children once these words are there, at once if they are there already. */
export function WithWords({ of, children }: { of: Catalogue<object>; children: ReactNode }) {
  if (!of.isLoaded) use(of.load());
  return children;
}
