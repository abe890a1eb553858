/** The words around the documentation, in the language of the page; its text itself is English. */
import { catalogue } from '../../i18n/catalogue';
import type en from './en';

export const docsWords = catalogue<typeof en>({
  en: () => import('./en'),
  de: () => import('./de'),
  ar: () => import('./ar'),
});

export const { t } = docsWords;
