// The rules that messages, tickets and responses must pass.

import type { ModerationRule } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge } from '../../../ui';
import { useConsole } from '../../shared/console-context';
import { keys } from '../../shared/queries';
import { ListSection } from '../parts/list-section';
import { RemoveDialog } from '../parts/remove-dialog';
import { Row } from '../parts/row';
import styles from './moderation.module.css';
import { RuleDialog } from './rule-dialog';
import { actionLabel, kindLabel, lookedFor } from './rule-draft';
import { TryBox } from './try-box';

export function RulesSection() {
  const { api } = useFrontdesk();
  const { me } = useConsole();
  const rules = useQuery({
    queryKey: keys.rules,
    queryFn: ({ signal }) => api.moderation.rules({ signal }),
  });
  return (
    <ListSection
      title="Moderation"
      lead="What is looked for in what people write, and what happens then. Held and flagged messages are on the review page."
      query={rules}
      addLabel="Add a rule"
      mayChange={me.role === 'admin'}
      empty={{
        icon: <ShieldCheck size={26} aria-hidden />,
        title: 'No rules yet',
        text: 'Everything that people write is delivered as it is.',
      }}
      row={(rule, actions) => <RuleRow key={rule.id} rule={rule} actions={actions} />}
      nameOf={({ name }) => name}
      edit={(rule, onClose) => <RuleDialog rule={rule} onClose={onClose} />}
      remove={(rule, onClose) => (
        <RemoveDialog
          name={rule.name}
          description="What it has put on the review list stays there."
          remove={() => api.moderation.removeRule(rule.id)}
          refresh={keys.rules}
          onClose={onClose}
        />
      )}
    >
      <section className={styles.try} aria-labelledby="try-rules">
        <h2 id="try-rules">Try it</h2>
        <TryBox />
      </section>
    </ListSection>
  );
}

function RuleRow({ rule, actions }: { rule: ModerationRule; actions: ReactNode }) {
  return (
    <Row
      title={rule.name}
      marks={
        <>
          <Badge tone={TONES[rule.action]}>{actionLabel(rule.action)}</Badge>
          {rule.enabled ? null : <Badge>Off</Badge>}
          {rule.appliesTo === 'everyone' ? <Badge>Agents, too</Badge> : null}
        </>
      }
      actions={actions}
    >
      {kindLabel(rule.kind)}: {lookedFor(rule)}
    </Row>
  );
}

const TONES = { flag: 'info', mask: 'neutral', hold: 'warning', refuse: 'danger' } as const;
