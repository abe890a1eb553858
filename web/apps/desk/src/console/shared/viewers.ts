// Who else looks at a conversation, in words. Pure.

import type { ConversationViewer } from '@frontdesk/client';

/** More than these are counted instead of shown. */
export const FACES_SHOWN = 3;

/** “Ann and Ben are looking at this too”; empty for nobody. */
export function lookingInWords(viewers: readonly ConversationViewer[], locale?: string): string {
  if (viewers.length === 0) return '';
  return `${namesInWords(viewers, locale)} ${are(viewers)} looking at this too`;
}

/** “Ann is writing here”, so that two do not answer the same; empty while nobody does. */
export function writingInWords(viewers: readonly ConversationViewer[], locale?: string): string {
  const writers = viewers.filter(({ writing }) => writing);
  if (writers.length === 0) return '';
  return `${namesInWords(writers, locale)} ${are(writers)} writing here`;
}

function namesInWords(people: readonly ConversationViewer[], locale?: string): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(
    people.map(({ name }) => name),
  );
}

const are = (people: readonly unknown[]) => (people.length === 1 ? 'is' : 'are');
