/** What every screen needs: the words, the desk's configuration, who is there, and where to go. */

import type { DeskConfig, WidgetConfig } from '@frontdesk/client';
import { FrontdeskError } from '@frontdesk/client';
import { createContext, useContext } from 'react';
import type { Words } from '../i18n/words';
import type { ToLauncher } from '../protocol';
import type { Session, SessionSnapshot } from './session';

/** A screen of the widget. `back` goes to the one before. */
export type Screen =
  | { name: 'home' }
  | { name: 'article'; id: string }
  | { name: 'new'; message: string }
  | { name: 'chat' }
  | { name: 'history' }
  | { name: 'conversation'; id: string };

export interface Surroundings {
  words: Words;
  config: WidgetConfig;
  desk: DeskConfig;
  session: Session;
  person: SessionSnapshot;
  /** The panel is open. */
  visible: boolean;
  go(screen: Screen): void;
  back(): void;
  home(): void;
  tell(message: ToLauncher): void;
}

export const SurroundingsContext = createContext<Surroundings | null>(null);

export function useSurroundings(): Surroundings {
  const surroundings = useContext(SurroundingsContext);
  if (!surroundings) throw new Error('a screen stands outside of the widget');
  return surroundings;
}

export const useWords = (): Words => useSurroundings().words;

/** A failure in the reader's language. What is wrong with a field, the server says itself. */
export function errorWords(words: Words, thrown: unknown): string {
  if (!(thrown instanceof FrontdeskError)) return words.errors.other;
  const known: Record<string, string> = words.errors;
  if (thrown.code === 'invalid-input') return thrown.fieldErrors[0]?.message ?? thrown.message;
  return known[thrown.code] ?? words.errors.other;
}
