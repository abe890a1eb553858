// One synonym: which way it works, its words, and for which language.

import type { Synonym, SynonymInput } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { languageName, languages } from '../../../search/languages';
import { Select, TextField } from '../../../ui';
import { keys } from '../../shared/queries';
import { TagsField } from '../../shared/tags-field';
import { EditDialog } from '../parts/edit-dialog';
import { useEdit } from '../parts/use-edit';
import { draftOf, inputOf, inWords, problemsOf, TERM_MAX_CHARS } from './synonym-draft';

const FIELDS = ['kind', 'from', 'terms', 'language'];

export interface SynonymDialogProps {
  /** Null for a new one. */
  synonym: Synonym | null;
  /** A query that is to find more. */
  from?: string;
  onClose: () => void;
}

export function SynonymDialog({ synonym, from, onClose }: SynonymDialogProps) {
  const { api } = useFrontdesk();
  const { draft, change, errorAt, dialog } = useEdit({
    noun: 'synonym',
    name: synonym ? inWords(synonym) : null,
    begin: () => draftOf(synonym, from),
    problemsOf,
    inputOf,
    fields: FIELDS,
    write: (input: SynonymInput, idempotencyKey) =>
      synonym
        ? api.search.synonyms.update(synonym.id, input)
        : api.search.synonyms.create(input, { idempotencyKey }),
    refresh: keys.synonyms,
    nameOf: inWords,
    onClose,
  });
  const isOneWay = draft.kind === 'one-way';
  return (
    <EditDialog {...dialog}>
      <Select
        label="Which way it works"
        value={draft.kind}
        error={errorAt('kind')}
        onChange={(kind) => change({ kind })}
        options={[
          { value: 'two-way', label: 'Both ways: each word finds the others' },
          { value: 'one-way', label: 'One way: a word finds others too' },
        ]}
      />
      {isOneWay ? (
        <TextField
          label="Who searches for"
          placeholder="money back"
          maxLength={TERM_MAX_CHARS}
          value={draft.from}
          error={errorAt('from')}
          onChange={(event) => change({ from: event.target.value })}
        />
      ) : null}
      <TagsField
        label={isOneWay ? 'Finds as well' : 'Words that mean the same'}
        noun="word"
        hint="Words or phrases. Enter adds one."
        tags={draft.terms}
        error={errorAt('terms')}
        onChange={(terms) => change({ terms })}
      />
      <Select
        label="Language of the search"
        value={draft.language}
        error={errorAt('language')}
        onChange={(language) => change({ language })}
        options={[
          { value: '', label: 'All languages' },
          ...languages().map((code) => ({ value: code as string, label: languageName(code) })),
        ]}
      />
    </EditDialog>
  );
}
