// What would happen to a text: by all saved rules, or by one that is being written.

import type { ModerationRuleInput, ModerationTrial } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, errorMessage, Notice, TextArea } from '../../../ui';
import styles from './moderation.module.css';

export interface TryBoxProps {
  /** Tries this one alone; null while it is not complete. Everything saved when it is missing. */
  rule?: ModerationRuleInput | null;
}

export function TryBox({ rule }: TryBoxProps) {
  const { api } = useFrontdesk();
  const [content, setContent] = useState('');
  const trial = useMutation({
    mutationFn: () => api.moderation.try(rule ? { content, rule } : { content }),
  });
  const canTry = content.trim() !== '' && rule !== null;
  return (
    <div className={styles.tryBox}>
      <TextArea
        label="A message of a customer"
        rows={2}
        value={content}
        hint={
          rule === undefined
            ? 'Nothing is sent or kept. Repetition cannot be tried.'
            : 'Tries this rule alone, as it stands above. Nothing is kept.'
        }
        onChange={(event) => {
          setContent(event.target.value);
          trial.reset();
        }}
      />
      <div>
        <Button size="s" busy={trial.isPending} disabled={!canTry} onClick={() => trial.mutate()}>
          Try it
        </Button>
      </div>
      <div role="status">
        {trial.isError ? <Notice tone="danger">{errorMessage(trial.error)}</Notice> : null}
        {trial.data ? <Outcome trial={trial.data} content={content} /> : null}
      </div>
    </div>
  );
}

const OUTCOMES = {
  flag: { tone: 'info', words: 'It would be delivered, and put on the review list.' },
  mask: { tone: 'info', words: 'It would be delivered like this:' },
  hold: { tone: 'warning', words: 'It would be held until somebody approves it.' },
  refuse: { tone: 'danger', words: 'It would be refused.' },
} as const;

function Outcome({ trial, content }: { trial: ModerationTrial; content: string }) {
  const outcome = trial.action ? OUTCOMES[trial.action] : null;
  return (
    <Notice tone={outcome?.tone ?? 'success'}>
      <p>{outcome?.words ?? 'It would be delivered as it is.'}</p>
      {trial.content !== content && trial.action !== 'refuse' ? (
        <p className={styles.masked}>{trial.content}</p>
      ) : null}
      {trial.rules.length > 0 ? (
        <p>By {trial.rules.map(({ name }) => `“${name}”`).join(', ')}.</p>
      ) : null}
      {trial.outsideCheck ? <p>The outside check would be asked as well.</p> : null}
    </Notice>
  );
}
