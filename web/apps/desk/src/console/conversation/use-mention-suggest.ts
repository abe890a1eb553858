// Colleagues as suggestions behind an `@` of a note: whoever is named is told of it.

import { useRef, useState } from 'react';
import type { ComposerHandle, ComposerProps, ComposerSuggest } from '../../ui';
import { useConsole } from '../shared/console-context';
import { useAgents } from '../shared/queries';
import { matchingColleagues, mentionAt } from './mention-search';

/** More are found by typing on. */
const SHOWN = 8;

export interface MentionSuggest {
  /** What the composer takes. */
  field: Required<Pick<ComposerProps, 'ref' | 'onCaret' | 'suggest'>>;
}

export function useMentionSuggest(text: string): MentionSuggest {
  const { me } = useConsole();
  const [caret, setCaret] = useState(0);
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const composer = useRef<ComposerHandle>(null);
  const mention = mentionAt(text, caret);
  // Elsewhere, or a new one at the same place: it is offered again.
  if (mention === null && closedAt !== null) setClosedAt(null);
  const agents = useAgents({ enabled: mention !== null });
  const found =
    mention && mention.from !== closedAt
      ? matchingColleagues(agents.data ?? [], mention.query).filter(({ id }) => id !== me.id)
      : [];
  // Where nobody fits, it is a word like any other: Enter is not held back.
  const suggest: ComposerSuggest | null =
    mention && found.length > 0
      ? {
          label: 'Colleagues',
          options: found.slice(0, SHOWN).map(({ id, name, email }) => ({
            id,
            label: name,
            detail: email,
            onSelect: () => {
              setClosedAt(mention.from);
              composer.current?.replace(mention.from, mention.to, `@${name} `);
            },
          })),
          emptyText: '',
          onClose: () => setClosedAt(mention.from),
        }
      : null;
  return { field: { ref: composer, onCaret: setCaret, suggest } };
}
