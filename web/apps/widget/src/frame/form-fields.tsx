/** The fields before a conversation: topic, what the desk asks, who one is, the message. */
import type { FormField, PreChatForm } from '@frontdesk/client';
import { type ReactNode, useId } from 'react';
import { useWords } from './context';
import { type Draft, maxCharsOf, type Problems } from './draft';
import { Field } from './parts';

/** None of the topics, chosen as such; the ids of topics have no blanks around them. */
const OTHER = ' ';

interface FormFieldsProps {
  form: PreChatForm | null;
  draft: Draft;
  problems: Problems;
  /** Nobody knows yet who this is. */
  asksWho: boolean;
  /** The answer comes later, and there is no address. */
  asksEmail: boolean;
  maxChars: number;
  onChange: (part: Partial<Draft>, field: string) => void;
  afterMessage: ReactNode;
}

export function FormFields(props: FormFieldsProps) {
  const { form, draft, problems, asksWho, asksEmail, maxChars, onChange, afterMessage } = props;
  const words = useWords();
  const id = useId();
  const hasEmailField = form?.fields.some(({ kind }) => kind === 'email') ?? false;
  return (
    <>
      {form && form.topics.length > 0 ? (
        <fieldset className="topics">
          <legend>{words.topicLabel}</legend>
          <div className="chips">
            {[...form.topics, { id: OTHER, label: words.otherTopic }].map((topic) => (
              <label key={topic.id} className="chip">
                <input
                  type="radio"
                  name={`${id}-topic`}
                  checked={draft.topicId === topic.id}
                  onChange={() => onChange({ topicId: topic.id }, 'topicId')}
                />
                <span>{topic.label}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ) : null}
      <Field id={`${id}-message`} label={words.messageLabel} error={problems.message}>
        {(described) => (
          <textarea
            {...described}
            className="input"
            rows={4}
            name="message"
            data-begin
            aria-required
            maxLength={maxChars}
            dir="auto"
            value={draft.message}
            onChange={(event) => onChange({ message: event.currentTarget.value }, 'message')}
          />
        )}
      </Field>
      {afterMessage}
      {form?.fields.map((field) => (
        <Question
          key={field.key}
          id={`${id}-${field.key}`}
          field={field}
          value={draft.answers[field.key] ?? ''}
          error={problems[`answers.${field.key}`]}
          onChange={(value) =>
            onChange({ answers: { ...draft.answers, [field.key]: value } }, `answers.${field.key}`)
          }
        />
      ))}
      {asksWho ? (
        <Field id={`${id}-name`} label={words.optional(words.nameLabel)} error={problems.name}>
          {(described) => (
            <input
              {...described}
              className="input"
              name="name"
              autoComplete="name"
              maxLength={100}
              value={draft.name}
              onChange={(event) => onChange({ name: event.currentTarget.value }, 'name')}
            />
          )}
        </Field>
      ) : null}
      {asksWho || (asksEmail && !hasEmailField) ? (
        <Field
          id={`${id}-email`}
          label={words.optional(words.emailLabel)}
          hint={words.emailHint}
          error={problems.email}
        >
          {(described) => (
            <input
              {...described}
              className="input"
              name="email"
              type="email"
              autoComplete="email"
              inputMode="email"
              value={draft.email}
              onChange={(event) => onChange({ email: event.currentTarget.value }, 'email')}
            />
          )}
        </Field>
      ) : null}
    </>
  );
}

interface QuestionProps {
  id: string;
  field: FormField;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

function Question({ id, field, value, error, onChange }: QuestionProps) {
  const words = useWords();
  const { kind, required, options = [] } = field;
  const label = required ? field.label : words.optional(field.label);
  return (
    <Field id={id} label={label} error={error}>
      {(described) => {
        const common = {
          ...described,
          className: 'input',
          'aria-required': required || undefined,
          maxLength: maxCharsOf(field),
        };
        if (kind === 'select') {
          return (
            <select
              {...described}
              className="input"
              aria-required={required || undefined}
              value={options.includes(value) ? value : ''}
              onChange={(event) => onChange(event.currentTarget.value)}
            >
              <option value="">{words.choose}</option>
              {options.map((option) => (
                <option key={option} value={option}>
                  {option}
                </option>
              ))}
            </select>
          );
        }
        if (kind === 'textarea') {
          return (
            <textarea
              {...common}
              rows={3}
              dir="auto"
              value={value}
              onChange={(event) => onChange(event.currentTarget.value)}
            />
          );
        }
        return (
          <input
            {...common}
            type={kind === 'email' ? 'email' : 'text'}
            autoComplete={kind === 'email' ? 'email' : undefined}
            dir="auto"
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        );
      }}
    </Field>
  );
}
