// A form that opens a ticket, without a look: its fields, its files, the articles that may answer
// before it is sent, and what became of it.

import {
  type FaqHit,
  FrontdeskError,
  sentence,
  type Ticket,
  toFrontdeskError,
} from '@frontdesk/client';
import { useQuery } from '@tanstack/react-query';
import { type ChangeEvent, type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { cacheOf } from './cache';
import { useFrontdesk } from './context';
import type { Messages } from './messages';
import { useCreateTicket } from './use-ticket-changes';
import { type UseUploadList, useUploadList } from './use-upload-list';

/** As the server takes them (characters). */
export const SUBJECT_MAX_CHARS = 200;
export const DESCRIPTION_MAX_CHARS = 10_000;
/** A pause in typing after which articles are looked for (milliseconds). */
const PAUSE_MS = 400;
/** Shorter subjects say too little to look for an article. */
const QUERY_MIN_CHARS = 4;
const QUERY_MAX_CHARS = 200;
const ARTICLES_SHOWN = 3;

export type ContactField = 'subject' | 'description';

export interface ContactFormOptions {
  words: Messages['contact'];
  /** What the files are kept under, where a page has several forms. */
  place?: string;
  onSent?(ticket: Ticket): void;
  /** An article was enough. */
  onSolved?(article: FaqHit): void;
}

export interface UseContactForm {
  values: Readonly<Record<ContactField, string>>;
  problems: Readonly<Partial<Record<ContactField, string>>>;
  /** What is wrong, and belongs to no field. */
  error: string | null;
  sending: boolean;
  /** The ticket, once it is with the desk. */
  sent: Ticket | null;
  /** The article that was enough. */
  solved: FaqHit | null;
  /** Articles that seem to answer the subject; none where the desk is not confident. */
  articles: readonly FaqHit[];
  files: UseUploadList;
  /** “That answers it”: counts as helpful, and nothing is sent. */
  solve(article: FaqHit): void;
  /** Begins anew. */
  reset(): void;
  formProps: { noValidate: true; onSubmit(event: FormEvent<HTMLFormElement>): void };
  labelProps(field: ContactField): { htmlFor: string };
  fieldProps(field: ContactField): {
    id: string;
    name: ContactField;
    value: string;
    'aria-required': true;
    'aria-invalid': true | undefined;
    'aria-describedby': string | undefined;
    onChange(event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>): void;
  };
  /** For the element that tells what is wrong with a field, which it is described by. */
  problemProps(field: ContactField): { id: string };
}

const EMPTY: Record<ContactField, string> = { subject: '', description: '' };
const LIMITS: Record<ContactField, number> = {
  subject: SUBJECT_MAX_CHARS,
  description: DESCRIPTION_MAX_CHARS,
};

export function useContactForm({
  words,
  place = 'contact',
  onSent,
  onSolved,
}: ContactFormOptions): UseContactForm {
  const { api } = useFrontdesk();
  const create = useCreateTicket();
  const files = useUploadList(place);
  const id = useId();
  const [values, setValues] = useState(EMPTY);
  const [problems, setProblems] = useState<Partial<Record<ContactField, string>>>({});
  const [error, setError] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const [sent, setSent] = useState<Ticket | null>(null);
  const [solved, setSolved] = useState<FaqHit | null>(null);
  // The same until it succeeds: a repeat after a lost answer makes no second ticket.
  const idempotencyKey = useRef<string | null>(null);
  const articles = useAnswers(values.subject);

  const check = () => {
    const found: Partial<Record<ContactField, string>> = {};
    for (const field of ['subject', 'description'] as const) {
      const length = [...values[field].trim()].length;
      if (length === 0) found[field] = words[`${field}Missing`];
      else if (length > LIMITS[field]) found[field] = words.tooLong(LIMITS[field]);
    }
    return found;
  };

  const refuse = (thrown: unknown) => {
    const failure = toFrontdeskError(thrown);
    // A refused request may be mended and sent again: that is another one.
    if (!failure.isTransient) idempotencyKey.current = null;
    const named: Partial<Record<ContactField, string>> = {};
    for (const field of ['subject', 'description'] as const) {
      const problem = failure.fieldError(field);
      if (problem) named[field] = sentence(problem);
    }
    setProblems(named);
    if (Object.keys(named).length === 0) setError(sentence(failure.message));
  };

  const send = async (form: HTMLFormElement) => {
    const found = check();
    setProblems(found);
    setError(null);
    if (Object.keys(found).length > 0) {
      focusFirstProblem(form);
      return;
    }
    setSending(true);
    idempotencyKey.current ??= crypto.randomUUID();
    try {
      const ticket = await create(
        {
          subject: values.subject.trim(),
          description: values.description.trim(),
          attachments: files.attachments.map(({ cid }) => cid),
        },
        { idempotencyKey: idempotencyKey.current },
      );
      idempotencyKey.current = null;
      files.clear();
      setValues(EMPTY);
      setSent(ticket);
      onSent?.(ticket);
    } catch (thrown) {
      refuse(thrown);
      focusFirstProblem(form);
    } finally {
      setSending(false);
    }
  };

  return {
    values,
    problems,
    error,
    sending,
    sent,
    solved,
    articles,
    files,
    solve: (article) => {
      api.faq.feedback(article.id, true).catch((thrown) => {
        // The vote is lost, the answer is not.
        if (!(thrown instanceof FrontdeskError)) throw thrown;
      });
      setValues(EMPTY);
      setSolved(article);
      onSolved?.(article);
    },
    reset: () => {
      setSent(null);
      setSolved(null);
      setProblems({});
      setError(null);
    },
    formProps: {
      noValidate: true,
      onSubmit: (event) => {
        event.preventDefault();
        if (!sending && !files.busy) void send(event.currentTarget);
      },
    },
    labelProps: (field) => ({ htmlFor: `${id}-${field}` }),
    fieldProps: (field) => ({
      id: `${id}-${field}`,
      name: field,
      value: values[field],
      'aria-required': true,
      'aria-invalid': problems[field] ? true : undefined,
      'aria-describedby': problems[field] ? `${id}-${field}-problem` : undefined,
      onChange: ({ target }) => {
        setValues((before) => ({ ...before, [field]: target.value }));
        setProblems(({ [field]: _mended, ...others }) => others);
      },
    }),
    problemProps: (field) => ({ id: `${id}-${field}-problem` }),
  };
}

/** Articles that the desk is confident of; of a longer subject the last answer stands meanwhile. */
function useAnswers(subject: string): readonly FaqHit[] {
  const client = useFrontdesk();
  const settled = useSettled(subject.trim());
  const q = [...settled].slice(0, QUERY_MAX_CHARS).join('');
  const { data } = useQuery(
    {
      queryKey: ['answers', q],
      queryFn: ({ signal }) =>
        client.api.search.query({ q, type: 'faq', limit: ARTICLES_SHOWN }, { signal }),
      enabled: [...q].length >= QUERY_MIN_CHARS,
    },
    cacheOf(client),
  );
  return data?.answered ? data.faq : NONE;
}

const NONE: readonly FaqHit[] = [];

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** After the next paint, when the fields know of their problems. */
function focusFirstProblem(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
