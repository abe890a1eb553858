/** The words of the kit, and of signing in, in the language of the page. */
import { catalogue } from '../../i18n/catalogue';
import type en from './en';

export const uiWords = catalogue<typeof en>({
  en: () => import('./en'),
  de: () => import('./de'),
  ar: () => import('./ar'),
});

export const { t } = uiWords;
