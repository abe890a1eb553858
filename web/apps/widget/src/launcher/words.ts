/** The launcher's few words; the frame's are in its catalogues. */
import type { Language } from '../protocol';

export interface Words {
  open: string;
  close: string;
  /** Behind `open`, where something is unread. */
  unread(count: number): string;
  loading: string;
  failed: string;
  retry: string;
  /** Takes the preview away. */
  dismiss: string;
  /** Announces a message. */
  message(name: string): string;
}

const WORDS: Record<Language, Words> = {
  en: {
    open: 'Open support',
    close: 'Close support',
    unread: (count) => (count === 1 ? '1 unread message' : `${count} unread messages`),
    loading: 'Loading',
    failed: 'Support could not be loaded. Check your connection.',
    retry: 'Try again',
    dismiss: 'Dismiss',
    message: (name) => `New message from ${name}`,
  },
  de: {
    open: 'Support öffnen',
    close: 'Support schließen',
    unread: (count) => (count === 1 ? '1 ungelesene Nachricht' : `${count} ungelesene Nachrichten`),
    loading: 'Wird geladen',
    failed: 'Der Support konnte nicht geladen werden. Prüfe deine Verbindung.',
    retry: 'Erneut versuchen',
    dismiss: 'Ausblenden',
    message: (name) => `Neue Nachricht von ${name}`,
  },
  ar: {
    open: 'فتح الدعم',
    close: 'إغلاق الدعم',
    unread: (count) => `الرسائل غير المقروءة: ${count}`,
    loading: 'جارٍ التحميل',
    failed: 'تعذّر تحميل الدعم. تحقّق من اتصالك.',
    retry: 'إعادة المحاولة',
    dismiss: 'إخفاء',
    message: (name) => `رسالة جديدة من ${name}`,
  },
};

export const wordsOf = (language: Language): Words => WORDS[language];
