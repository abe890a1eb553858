/** The words of the portal's pages that come late: all but the help centre's. */
import { catalogue } from '../../../i18n/catalogue';
import type en from './en';

export const talkWords = catalogue<typeof en>({
  en: () => import('./en'),
  de: () => import('./de'),
  ar: () => import('./ar'),
});

export const { t } = talkWords;
