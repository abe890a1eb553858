/** The words of the console's `tour`, in the language of the page. */
import { catalogue } from '../../../i18n/catalogue';
import type en from './en';

export const tourWords = catalogue<typeof en>({
  en: () => import('./en'),
  de: () => import('./de'),
  ar: () => import('./ar'),
});

export const { t } = tourWords;
