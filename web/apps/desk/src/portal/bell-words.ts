/** The words of the components of `@frontdesk/react`, in the language of the page. */
import type { Messages } from '@frontdesk/react';
import { catalogue } from '../i18n';

export const bellWords = catalogue<Messages>({
  en: async () => ({ default: (await import('@frontdesk/react/messages')).english }),
  de: async () => ({ default: (await import('@frontdesk/react/messages/de')).german }),
  ar: async () => ({ default: (await import('@frontdesk/react/messages/ar')).arabic }),
});
