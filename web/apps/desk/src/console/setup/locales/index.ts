/** The words of the console's `setup`, in the language of the page. */
import { catalogue } from '../../../i18n/catalogue';
import type en from './en';

export const setUpWords = catalogue<typeof en>({
  en: () => import('./en'),
  de: () => import('./de'),
  ar: () => import('./ar'),
});

export const { t } = setUpWords;
