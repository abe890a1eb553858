// Who is signed in at the console, and what the operator has set. Given by the gate in
// index.tsx, once the person is known to be staff.

import type { DeskConfig, Person } from '@frontdesk/client';
import { createContext, useContext } from 'react';

export interface ConsoleContextValue {
  me: Person;
  config: DeskConfig;
  signOut(): void;
}

export const ConsoleContext = createContext<ConsoleContextValue | null>(null);

export function useConsole(): ConsoleContextValue {
  const value = useContext(ConsoleContext);
  if (!value) throw new Error('useConsole needs the console around it');
  return value;
}
