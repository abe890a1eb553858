// From a conversation that is done with to the next of the list.

import { createContext, useContext } from 'react';

export type GoOn = (doneWith: string) => void;

/** Outside of the inbox there is no next one. */
export const GoOnContext = createContext<GoOn>(() => {});

export const useGoOn = (): GoOn => useContext(GoOnContext);
