// Macros as suggestions of the field to write in. One that only has words is inserted at once;
// one that does more is shown first.

import type { Macro } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type ComposerSuggest, errorMessage, useToast } from '../../ui';
import { keys } from '../shared/queries';
import { actionsInWords, macroQuery, matchingMacros } from './macro-search';

export interface ChosenMacro {
  macro: Macro;
  /** Its words, with this conversation's values. */
  content: string;
}

export interface MacroSuggestOptions {
  conversationId: string;
  text: string;
  setText: (text: string) => void;
}

const STALE_MS = 60_000;
/** More are found by typing on. */
const SHOWN = 50;

export function useMacroSuggest({ conversationId, text, setText }: MacroSuggestOptions) {
  const { api } = useFrontdesk();
  const toast = useToast();
  const [closedFor, setClosedFor] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ChosenMacro | null>(null);
  const query = macroQuery(text);
  const isOpen = query !== null && chosen === null && closedFor !== text;
  const macros = useQuery({
    queryKey: keys.macros,
    queryFn: ({ signal }) => api.macros.list({ signal }),
    enabled: isOpen,
    staleTime: STALE_MS,
  });
  const choose = useMutation({
    mutationFn: async (macro: Macro) => ({
      macro,
      content: await api.macros.render(macro.id, conversationId),
    }),
    onSuccess: (ready) => {
      if (actionsInWords(ready.macro.actions).length > 0) setChosen(ready);
      else setText(ready.content);
    },
    onError: (error) =>
      toast({ title: 'The macro was not inserted', text: errorMessage(error), tone: 'danger' }),
  });

  const suggest: ComposerSuggest | null = isOpen
    ? {
        label: 'Macros',
        options: matchingMacros(macros.data ?? [], query)
          .slice(0, SHOWN)
          .map((macro) => ({
            id: macro.id,
            label: macro.title,
            hint: macro.shortcut ? `/${macro.shortcut}` : undefined,
            detail: macro.content || actionsInWords(macro.actions).join('. '),
            onSelect: () => choose.mutate(macro),
          })),
        emptyText: macros.isError
          ? errorMessage(macros.error)
          : macros.isPending
            ? 'Loading the macros'
            : macros.data.length === 0
              ? 'There are no macros yet. Press Escape to write a message that begins with a slash.'
              : 'No macro fits. Press Escape to write a message that begins with a slash.',
        onClose: () => setClosedFor(text),
      }
    : null;

  return { suggest, chosen, dismiss: () => setChosen(null) };
}
