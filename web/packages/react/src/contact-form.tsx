// A form that opens a ticket. It offers articles first, where the desk is confident that they answer.
// Its look is in `styles/contact.css`.

import type { FaqHit, Ticket } from '@frontdesk/client';
import { useEffect, useId, useRef } from 'react';
import { useFrontdesk } from './context';
import { FileList } from './file-list';
import { ArticleIcon, DoneIcon } from './icons';
import type { SomeMessages } from './messages';
import { useMessages } from './messages-context';
import { type ClassNames, slotsOf } from './slots';
import { type ContactField, type UseContactForm, useContactForm } from './use-contact-form';

export type ContactFormSlot =
  | 'root'
  | 'title'
  | 'field'
  | 'label'
  | 'input'
  | 'hint'
  | 'problem'
  | 'articles'
  | 'article'
  | 'send'
  | 'button'
  | 'done';

export interface ContactFormProps {
  onSent?(ticket: Ticket): void;
  onSolved?(article: FaqHit): void;
  /** Where an article is read; the desk's own page of it when this is missing. */
  articleHref?(article: FaqHit): string;
  /** The heading's level; null leaves it to the page. */
  headingLevel?: 1 | 2 | 3 | null;
  messages?: SomeMessages['contact'];
  classNames?: ClassNames<ContactFormSlot>;
}

export function ContactForm({
  onSent,
  onSolved,
  articleHref,
  headingLevel = 2,
  messages,
  classNames,
}: ContactFormProps) {
  const { url } = useFrontdesk();
  const own = useMessages().contact;
  const words = { ...own, ...messages };
  const form = useContactForm({ words, onSent, onSolved });
  const slot = slotsOf('contact', classNames);
  const heading = useId();
  const Heading = `h${headingLevel ?? 2}` as 'h2';
  const hrefOf = articleHref ?? (({ slug }) => `${url}/help/${encodeURIComponent(slug)}`);
  const done = form.sent ? words.sent(form.sent.number) : form.solved ? words.solved : null;

  const parts = { form, words, slot };
  return (
    <section
      {...slot('root')}
      {...(headingLevel === null ? { 'aria-label': words.title } : { 'aria-labelledby': heading })}
    >
      {headingLevel === null ? null : (
        <Heading id={heading} {...slot('title')}>
          {words.title}
        </Heading>
      )}
      {done === null ? (
        <form {...form.formProps}>
          <Field field="subject" {...parts} />
          <Answers hrefOf={hrefOf} {...parts} />
          <Field field="description" {...parts} />
          <FileList files={form.files} words={words} label={words.files} />
          {form.error ? (
            <p {...slot('problem')} role="alert">
              {form.error}
            </p>
          ) : null}
          <button
            {...slot('send')}
            type="submit"
            aria-disabled={form.sending || form.files.busy || undefined}
          >
            {form.sending ? words.sending : words.send}
          </button>
          <p {...slot('hint')} role="status">
            {form.files.busy ? words.uploading : ''}
          </p>
        </form>
      ) : (
        <Done text={done} onAgain={form.reset} {...parts} />
      )}
    </section>
  );
}

interface Parts {
  form: UseContactForm;
  words: Parameters<typeof useContactForm>[0]['words'];
  slot: (slot: ContactFormSlot) => { className: string };
}

function Field({ field, form, words, slot }: Parts & { field: ContactField }) {
  const problem = form.problems[field];
  return (
    <div {...slot('field')}>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the form's hook names the field's id */}
      <label {...slot('label')} {...form.labelProps(field)}>
        {words[field]}
      </label>
      {field === 'subject' ? (
        <input
          {...slot('input')}
          {...form.fieldProps(field)}
          type="text"
          autoComplete="off"
          placeholder={words.subjectHint}
        />
      ) : (
        <textarea
          {...slot('input')}
          {...form.fieldProps(field)}
          rows={6}
          placeholder={words.descriptionHint}
          onPaste={({ clipboardData }) => {
            if (clipboardData.files.length > 0) form.files.add(clipboardData.files);
          }}
        />
      )}
      {problem ? (
        <p {...slot('problem')} {...form.problemProps(field)}>
          {problem}
        </p>
      ) : null}
    </div>
  );
}

function Answers({ form, words, slot, hrefOf }: Parts & { hrefOf: (article: FaqHit) => string }) {
  const { articles } = form;
  return (
    <>
      {/* There from the start, so that what appears in it is announced. */}
      <p className="frontdesk-visually-hidden" role="status">
        {articles.length > 0 ? words.articlesFound(articles.length) : ''}
      </p>
      {articles.length > 0 ? (
        <aside {...slot('articles')} aria-label={words.articles}>
          <p {...slot('label')}>{words.articles}</p>
          <ul>
            {articles.map((article) => (
              <li key={article.id} {...slot('article')}>
                <a href={hrefOf(article)} target="_blank" rel="noreferrer">
                  <ArticleIcon />
                  <bdi>{article.question}</bdi>
                </a>
                <button {...slot('button')} type="button" onClick={() => form.solve(article)}>
                  {words.solves}
                  <span className="frontdesk-visually-hidden">: {article.question}</span>
                </button>
              </li>
            ))}
          </ul>
        </aside>
      ) : null}
    </>
  );
}

function Done({ text, onAgain, words, slot }: Parts & { text: string; onAgain: () => void }) {
  const place = useRef<HTMLParagraphElement>(null);
  // The form went with the focus in it.
  useEffect(() => place.current?.focus(), []);
  return (
    <div {...slot('done')}>
      <DoneIcon />
      <p ref={place} tabIndex={-1} role="status">
        {text}
      </p>
      <button {...slot('button')} type="button" onClick={onAgain}>
        {words.another}
      </button>
    </div>
  );
}
