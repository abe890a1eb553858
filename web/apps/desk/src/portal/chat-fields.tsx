/** The fields before a chat, or of a message that is left: topic, what the desk asks, the message. */

import type { FormField, PreChatForm } from '@frontdesk/client';
import type { ReactNode } from 'react';
import { useDeskConfig, useSession } from '../session';
import { ChoiceChips, Select, TextArea, TextField } from '../ui';
import { type ChatDraft, type ChatProblems, maxCharsOf, TOPIC_MAX_CHARS } from './chat-draft';
import styles from './chat-start.module.css';
import { t as talk } from './talk/locales';

export interface ChatFieldsProps {
  form: PreChatForm | null;
  draft: ChatDraft;
  problems: ChatProblems;
  onChange: (part: Partial<ChatDraft>, field: string) => void;
  /** Asks for an address where the account has none: the answer comes later. */
  isOffline: boolean;
  /** Right after the message. */
  afterMessage?: ReactNode;
}

/** None of the form's topics, chosen as such; the ids of topics have no blanks around them. */
const OTHER = ' ';

export function ChatFields({
  form,
  draft,
  problems,
  onChange,
  isOffline,
  afterMessage,
}: ChatFieldsProps) {
  const { messageMaxChars } = useDeskConfig();
  const { person } = useSession();
  const asksEmail = form?.fields.some(({ kind }) => kind === 'email') ?? false;
  const answer = (key: string, value: string) =>
    onChange({ answers: { ...draft.answers, [key]: value } }, `answers.${key}`);
  return (
    <>
      {form && form.topics.length > 0 ? (
        <ChoiceChips
          showLabel
          label={talk.whatIsItAbout}
          options={[
            ...form.topics.map(({ id, label }) => ({ value: id, label })),
            { value: OTHER, label: talk.somethingElse },
          ]}
          value={draft.topicId || undefined}
          onChange={(topicId) => onChange({ topicId }, 'topicId')}
        />
      ) : null}
      {form ? null : (
        <TextField
          label={talk.topicOptional}
          name="topic"
          maxLength={TOPIC_MAX_CHARS}
          value={draft.topic}
          onChange={(event) => onChange({ topic: event.target.value }, 'topic')}
        />
      )}
      {form?.fields.map((field) => (
        <Question
          key={field.key}
          field={field}
          value={draft.answers[field.key] ?? ''}
          error={problems[`answers.${field.key}`]}
          onChange={(value) => answer(field.key, value)}
        />
      ))}
      <TextArea
        label={talk.yourMessage}
        name="message"
        rows={4}
        maxLength={messageMaxChars}
        aria-required
        value={draft.message}
        error={problems.message}
        onChange={(event) => onChange({ message: event.target.value }, 'message')}
      />
      {afterMessage}
      {isOffline && person && !person.email && !asksEmail ? (
        <TextField
          label={talk.yourEmailOptional}
          name="email"
          type="email"
          autoComplete="email"
          hint={talk.yourEmailHint}
          value={draft.email}
          error={problems.email}
          onChange={(event) => onChange({ email: event.target.value }, 'email')}
        />
      ) : null}
    </>
  );
}

interface QuestionProps {
  field: FormField;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

function Question({ field, value, error, onChange }: QuestionProps) {
  const { key, kind, required, options = [] } = field;
  const label = required ? field.label : talk.optional(field.label);
  if (kind === 'select') {
    // An answer that is not required may be taken back.
    const none = required ? [] : [{ value: '', label: talk.noAnswer }];
    return (
      <Select
        label={label}
        placeholder={talk.chooseOne}
        options={[...none, ...options.map((option) => ({ value: option, label: option }))]}
        value={value === '' || !options.includes(value) ? undefined : value}
        error={error}
        onChange={onChange}
      />
    );
  }
  const common = {
    label,
    name: key,
    value,
    error,
    maxLength: maxCharsOf(field),
    'aria-required': required || undefined,
    className: styles.question,
  };
  if (kind === 'textarea') {
    return <TextArea {...common} rows={3} onChange={(event) => onChange(event.target.value)} />;
  }
  return (
    <TextField
      {...common}
      type={kind === 'email' ? 'email' : 'text'}
      autoComplete={kind === 'email' ? 'email' : undefined}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
