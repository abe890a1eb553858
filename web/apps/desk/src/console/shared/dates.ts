// A moment as the details of a chat or ticket show it. Pure.

/** “Nov 22, 2026, 12:47 PM”, in the reader's way of writing it. */
export function momentInWords(iso: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(iso),
  );
}
