// Which words the components use: English, unless a page says otherwise.

import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { english, type Messages, type SomeMessages, withMessages } from './messages';

const MessagesContext = createContext<Messages>(english);

export interface MessagesProviderProps {
  /** Best made once, outside of components. */
  messages: SomeMessages;
  children?: ReactNode;
}

/** Gives every component inside it these words, over those of a provider around it. */
export function MessagesProvider({ messages, children }: MessagesProviderProps) {
  const around = useContext(MessagesContext);
  const merged = useMemo(() => withMessages(around, messages), [around, messages]);
  return <MessagesContext.Provider value={merged}>{children}</MessagesContext.Provider>;
}

/** The words at this place, with a component's own over them. */
export function useMessages(own?: SomeMessages): Messages {
  const around = useContext(MessagesContext);
  return useMemo(() => withMessages(around, own), [around, own]);
}
