// The rules that messages, tickets and responses must pass.

import type { ModerationRule } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { Plus, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { Badge, Button, EmptyState, ErrorState, Loading } from '../../../ui';
import { useConsole } from '../../shared/console-context';
import { keys } from '../../shared/queries';
import { Rows } from '../parts/list-part';
import { RemoveDialog } from '../parts/remove-dialog';
import { ChangeButtons, Row } from '../parts/row';
import { AdminsOnly, SectionBody } from '../section-body';
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
  const [editing, setEditing] = useState<ModerationRule | 'new' | null>(null);
  const [removing, setRemoving] = useState<ModerationRule | null>(null);
  const isAdmin = me.role === 'admin';
  const add = (
    <Button
      size="s"
      variant="primary"
      icon={<Plus size={15} aria-hidden />}
      onClick={() => setEditing('new')}
    >
      Add a rule
    </Button>
  );
  return (
    <SectionBody
      title="Moderation"
      lead="What is looked for in what people write, and what happens then. Held and flagged messages are on the review page."
      actions={isAdmin && rules.data?.length ? add : null}
    >
      {isAdmin ? null : <AdminsOnly />}
      {rules.isPending ? <Loading label="Loading the rules" /> : null}
      {rules.isError ? (
        <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />
      ) : null}
      {rules.data?.length === 0 ? (
        <EmptyState
          icon={<ShieldCheck size={26} aria-hidden />}
          title="No rules yet"
          action={isAdmin ? add : null}
        >
          Everything that people write is delivered as it is.
        </EmptyState>
      ) : null}
      {rules.data?.length ? (
        <Rows>
          {rules.data.map((rule) => (
            <Row
              key={rule.id}
              title={rule.name}
              marks={
                <>
                  <Badge tone={TONES[rule.action]}>{actionLabel(rule.action)}</Badge>
                  {rule.enabled ? null : <Badge>Off</Badge>}
                  {rule.appliesTo === 'everyone' ? <Badge>Agents, too</Badge> : null}
                </>
              }
              actions={
                isAdmin ? (
                  <ChangeButtons
                    name={rule.name}
                    onEdit={() => setEditing(rule)}
                    onRemove={() => setRemoving(rule)}
                  />
                ) : null
              }
            >
              {kindLabel(rule.kind)}: {lookedFor(rule)}
            </Row>
          ))}
        </Rows>
      ) : null}
      {rules.isSuccess ? (
        <section className={styles.try} aria-labelledby="try-rules">
          <h2 id="try-rules">Try it</h2>
          <TryBox />
        </section>
      ) : null}
      {editing ? (
        <RuleDialog rule={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      ) : null}
      {removing ? (
        <RemoveDialog
          name={removing.name}
          description="What it has put on the review list stays there."
          remove={() => api.moderation.removeRule(removing.id)}
          refresh={keys.rules}
          onClose={() => setRemoving(null)}
        />
      ) : null}
    </SectionBody>
  );
}

const TONES = { flag: 'info', mask: 'neutral', hold: 'warning', refuse: 'danger' } as const;
