// One rule of moderation: what it looks for, and what happens then.

import type { ModerationRule, ModerationRuleInput } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { Checkbox, Select, TextArea, TextField } from '../../../ui';
import { keys } from '../../shared/queries';
import { EditDialog } from '../parts/edit-dialog';
import { useEdit } from '../parts/use-edit';
import styles from './moderation.module.css';
import {
  ACTIONS,
  draftOf,
  inputOf,
  KINDS,
  NAME_MAX_CHARS,
  PATTERN_MAX_CHARS,
  problemsOf,
  type RuleDraft,
} from './rule-draft';
import { TryBox } from './try-box';

const FIELDS = [
  'name',
  'kind',
  'words',
  'pattern',
  'allowedDomains',
  'repeatCount',
  'repeatSeconds',
  'action',
  'appliesTo',
];

export function RuleDialog({
  rule,
  onClose,
}: {
  rule: ModerationRule | null;
  onClose: () => void;
}) {
  const { api } = useFrontdesk();
  const { draft, change, errorAt, dialog } = useEdit({
    noun: 'rule',
    name: rule?.name ?? null,
    begin: () => draftOf(rule),
    problemsOf,
    inputOf,
    fields: FIELDS,
    write: (input: ModerationRuleInput, idempotencyKey) =>
      rule
        ? api.moderation.updateRule(rule.id, input)
        : api.moderation.createRule(input, { idempotencyKey }),
    refresh: keys.rules,
    nameOf: (saved) => saved.name,
    onClose,
  });
  // A rule can be tried before it has a name.
  const tried = { ...draft, name: draft.name.trim() || 'This rule', enabled: true };
  const canTry = draft.kind !== 'repetition' && Object.keys(problemsOf(tried)).length === 0;

  return (
    <EditDialog {...dialog}>
      <TextField
        label="Name"
        hint="Agents see it on the review list. Customers never do."
        maxLength={NAME_MAX_CHARS}
        value={draft.name}
        error={errorAt('name')}
        onChange={(event) => change({ name: event.target.value })}
      />
      <Select
        label="Looks for"
        options={KINDS.map(({ value, label }) => ({ value, label }))}
        hint={KINDS.find(({ value }) => value === draft.kind)?.means}
        value={draft.kind}
        error={errorAt('kind')}
        onChange={(kind) => change({ kind })}
      />
      <KindFields draft={draft} errorAt={errorAt} onChange={change} />
      <Select
        label="What happens then"
        options={ACTIONS.map(({ value, label }) => ({ value, label }))}
        hint={ACTIONS.find(({ value }) => value === draft.action)?.means}
        value={draft.action}
        error={errorAt('action')}
        onChange={(action) => change({ action })}
      />
      <Select
        label="Whose texts"
        options={[
          { value: 'customers', label: 'Customers’' },
          { value: 'everyone', label: 'Everybody’s, agents’ as well' },
        ]}
        value={draft.appliesTo}
        error={errorAt('appliesTo')}
        onChange={(appliesTo) => change({ appliesTo })}
      />
      <Checkbox
        label="In force"
        checked={draft.enabled}
        onChange={(enabled) => change({ enabled })}
      />
      {draft.kind === 'repetition' ? null : <TryBox rule={canTry ? inputOf(tried) : null} />}
    </EditDialog>
  );
}

interface KindFieldsProps {
  draft: RuleDraft;
  errorAt: (field: string) => string | null;
  onChange: (part: Partial<RuleDraft>) => void;
}

/** The fields of its kind. */
function KindFields({ draft, errorAt, onChange }: KindFieldsProps) {
  switch (draft.kind) {
    case 'words':
      return (
        <TextArea
          label="Words"
          hint="A word or a phrase in each line."
          rows={4}
          value={draft.words}
          error={errorAt('words')}
          onChange={(event) => onChange({ words: event.target.value })}
        />
      );
    case 'pattern':
      return (
        <TextField
          label="Regular expression"
          hint="\b\d{16}\b finds sixteen digits in a row."
          className={styles.code}
          spellCheck={false}
          maxLength={PATTERN_MAX_CHARS}
          value={draft.pattern}
          error={errorAt('pattern')}
          onChange={(event) => onChange({ pattern: event.target.value })}
        />
      );
    case 'links':
      return (
        <TextArea
          label="Allowed domains (optional)"
          hint="One in each line, with all below it: example.com allows shop.example.com."
          rows={3}
          value={draft.domains}
          error={errorAt('allowedDomains')}
          onChange={(event) => onChange({ domains: event.target.value })}
        />
      );
    case 'repetition':
      return (
        <div className={styles.pair}>
          <TextField
            label="Times"
            inputMode="numeric"
            value={draft.repeatCount}
            error={errorAt('repeatCount')}
            onChange={(event) => onChange({ repeatCount: event.target.value })}
          />
          <TextField
            label="Within seconds"
            inputMode="numeric"
            value={draft.repeatSeconds}
            error={errorAt('repeatSeconds')}
            onChange={(event) => onChange({ repeatSeconds: event.target.value })}
          />
        </div>
      );
  }
}
