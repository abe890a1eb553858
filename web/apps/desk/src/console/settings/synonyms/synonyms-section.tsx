// Words that mean the same to those who search.

import { useFrontdesk } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { Equal } from 'lucide-react';
import { useState } from 'react';
import { Badge, TextField } from '../../../ui';
import { useConsole } from '../../shared/console-context';
import { keys } from '../../shared/queries';
import { ListSection } from '../parts/list-section';
import { RemoveDialog } from '../parts/remove-dialog';
import { Row } from '../parts/row';
import { SynonymDialog } from './synonym-dialog';
import { found, inWords, languageWords } from './synonym-draft';

export function SynonymsSection() {
  const { api } = useFrontdesk();
  const { me } = useConsole();
  const synonyms = useQuery({
    queryKey: keys.synonyms,
    queryFn: ({ signal }) => api.search.synonyms.list({ signal }),
  });
  const [words, setWords] = useState('');
  return (
    <ListSection
      title="Synonyms"
      lead="Customers rarely use your words. Synonyms let a search for “money back” find what is written about refunds. They hold from the next search on."
      query={synonyms}
      addLabel="Add a synonym"
      mayChange={me.role === 'admin'}
      empty={{
        icon: <Equal size={26} aria-hidden />,
        title: 'No synonyms yet',
        text: 'The search analytics show what people searched for in vain: those are good ones to begin with.',
      }}
      above={
        <TextField
          label="Search synonyms"
          hideLabel
          type="search"
          placeholder="Search synonyms"
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      }
      shown={found(synonyms.data ?? [], words)}
      row={(synonym, actions) => (
        <Row
          key={synonym.id}
          title={inWords(synonym)}
          marks={<Badge>{synonym.kind === 'one-way' ? 'One way' : 'Both ways'}</Badge>}
          actions={actions}
        >
          <p>{languageWords(synonym)}</p>
        </Row>
      )}
      nameOf={inWords}
      edit={(synonym, onClose) => <SynonymDialog synonym={synonym} onClose={onClose} />}
      remove={(synonym, onClose) => (
        <RemoveDialog
          name={inWords(synonym)}
          description="Searches find only what is written from then on."
          remove={() => api.search.synonyms.remove(synonym.id)}
          refresh={keys.synonyms}
          onClose={onClose}
        />
      )}
    />
  );
}
