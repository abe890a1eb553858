// The editor of an article as one sees it: fields, Markdown, preview, and what to do with them.

import type { Category, Faq } from '@frontdesk/client';
import { Ellipsis, ExternalLink, EyeOff, Trash2, Undo2 } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { languageName, languages } from '../../search/languages';
import {
  Badge,
  Button,
  ConfirmDialog,
  IconButton,
  Markdown,
  Menu,
  type MenuEntry,
  Notice,
  plural,
  RelativeTime,
  Select,
  TextArea,
  TextField,
} from '../../ui';
import { isSendPress } from '../keyboard/shortcuts';
import { PaneHead } from '../shared/panes';
import { useCategories } from '../shared/queries';
import { TagsField } from '../shared/tags-field';
import styles from './article-editor.module.css';
import type { ArticleForm } from './article-form';

export interface ArticleEditorProps {
  /** Null for a new one. */
  stored: Faq | null;
  back: string;
  form: ArticleForm;
  onForm: (form: ArticleForm) => void;
  errors: Partial<Record<keyof ArticleForm, string | undefined>>;
  /** What went wrong with the whole of it. */
  failure: string | null;
  changed: boolean;
  saving: boolean;
  onSave: () => void;
  onPublish: (publish: boolean) => void;
  onDiscard: () => void;
  onDelete: () => void;
}

/** Where the server files what has no category. */
const DEFAULT_CATEGORY = 'general';
const TITLE_MAX_CHARS = 200;
const ARTICLE_MAX_CHARS = 100_000;

export function ArticleEditor(props: ArticleEditorProps) {
  const { stored, back, form, onForm, errors, failure } = props;
  const [view, setView] = useState<'write' | 'preview'>('write');
  const categories = useCategories();
  const onKeyDown = (event: KeyboardEvent) => {
    if (isSendPress({ ...event, isComposing: event.nativeEvent.isComposing, key: event.key })) {
      event.preventDefault();
      props.onSave();
    }
  };
  return (
    <>
      <PaneHead
        stacked
        back={back}
        backLabel="Back to the articles"
        title={stored ? 'Article' : 'New article'}
        sub={<State {...props} />}
        actions={<Actions {...props} />}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: hears the chord of the fields inside */}
      <div className={styles.scroll} onKeyDown={onKeyDown}>
        {failure ? (
          <Notice tone="danger" live>
            {failure}
          </Notice>
        ) : null}
        <div className={styles.fields}>
          <TextField
            className={styles.title}
            label="Title"
            placeholder="A question, in the customer’s words"
            maxLength={TITLE_MAX_CHARS}
            value={form.question}
            error={errors.question}
            onChange={(event) => onForm({ ...form, question: event.target.value })}
          />
          <Select
            label="Category"
            placeholder="General"
            value={form.category || undefined}
            error={errors.category}
            onChange={(category) => onForm({ ...form, category })}
            options={categoryOptions(categories.data ?? [], form.category)}
          />
          <Select
            label="Language"
            value={form.language}
            error={errors.language}
            onChange={(language) => onForm({ ...form, language })}
            options={[
              { value: '', label: 'As its words tell' },
              ...languages().map((code) => ({ value: code as string, label: languageName(code) })),
            ]}
          />
          <TagsField
            tags={form.tags}
            error={errors.tags}
            onChange={(tags) => onForm({ ...form, tags })}
          />
        </div>
        <fieldset className={styles.views}>
          <legend className="visually-hidden">What to show</legend>
          {(['write', 'preview'] as const).map((name) => (
            <button
              key={name}
              type="button"
              className={styles.view}
              aria-pressed={view === name}
              onClick={() => setView(name)}
            >
              {name === 'write' ? 'Write' : 'Preview'}
            </button>
          ))}
        </fieldset>
        <div className={styles.text} data-view={view}>
          <TextArea
            className={styles.source}
            label="Answer"
            hint="Markdown: ## heading, **bold**, - list, [link](address)"
            rows={20}
            maxLength={ARTICLE_MAX_CHARS}
            value={form.answer}
            error={errors.answer}
            onChange={(event) => onForm({ ...form, answer: event.target.value })}
          />
          <section className={styles.preview} aria-label="Preview">
            <p className={styles.previewLabel}>Preview</p>
            <article className={styles.paper}>
              <h2 className={styles.previewTitle}>{form.question || 'Untitled'}</h2>
              {form.answer.trim() ? (
                <Markdown>{form.answer}</Markdown>
              ) : (
                <p className={styles.muted}>
                  What you write shows up here as customers will see it.
                </p>
              )}
            </article>
          </section>
        </div>
      </div>
    </>
  );
}

function State({ stored, changed }: ArticleEditorProps) {
  return (
    <>
      {stored ? (
        <Badge tone={stored.isPublished ? 'success' : 'warning'} dot>
          {stored.isPublished ? 'Published' : 'Draft'}
        </Badge>
      ) : null}
      <span role="status">{changed ? 'Unsaved changes' : null}</span>
      {stored && !changed ? (
        <>
          <span>
            Saved <RelativeTime time={stored.updatedAt} />
          </span>
          {stored.isPublished ? (
            <span className={styles.stats}>
              {plural(stored.views, 'view')}, helpful to {stored.helpful} of{' '}
              {stored.helpful + stored.notHelpful}
            </span>
          ) : null}
        </>
      ) : null}
    </>
  );
}

function Actions(props: ArticleEditorProps) {
  const { stored, changed, saving, onSave, onPublish, onDiscard, onDelete } = props;
  const [asking, setAsking] = useState<'delete' | 'discard' | null>(null);
  const isPublished = stored?.isPublished ?? false;
  const more: MenuEntry[] = [];
  if (stored && isPublished) {
    more.push(
      {
        label: 'Open in the help centre',
        icon: <ExternalLink size={16} aria-hidden />,
        onSelect: () => window.open(addressOf(stored), '_blank', 'noopener'),
      },
      {
        label: changed ? 'Save and unpublish' : 'Unpublish',
        icon: <EyeOff size={16} aria-hidden />,
        onSelect: () => onPublish(false),
        disabled: saving,
      },
    );
  }
  if (changed) {
    more.push({
      label: 'Discard changes…',
      icon: <Undo2 size={16} aria-hidden />,
      onSelect: () => setAsking('discard'),
    });
  }
  if (stored) {
    more.push({
      label: 'Delete…',
      icon: <Trash2 size={16} aria-hidden />,
      onSelect: () => setAsking('delete'),
      danger: true,
    });
  }
  return (
    <>
      {more.length > 0 ? (
        <Menu
          trigger={<IconButton label="More actions" icon={<Ellipsis size={19} aria-hidden />} />}
          entries={more}
        />
      ) : null}
      {isPublished ? (
        <Button size="s" variant="primary" busy={saving} disabled={!changed} onClick={onSave}>
          Save
        </Button>
      ) : (
        <>
          <Button size="s" onClick={onSave} disabled={saving || (!changed && stored !== null)}>
            Save draft
          </Button>
          <Button size="s" variant="primary" busy={saving} onClick={() => onPublish(true)}>
            Publish
          </Button>
        </>
      )}
      <ConfirmDialog
        open={asking === 'delete'}
        onOpenChange={(open) => setAsking(open ? 'delete' : null)}
        title="Delete this article?"
        description="It goes from the help centre and the search at once, and cannot be brought back. To keep the text, unpublish it instead."
        action="Delete article"
        onConfirm={onDelete}
      />
      <ConfirmDialog
        open={asking === 'discard'}
        onOpenChange={(open) => setAsking(open ? 'discard' : null)}
        title="Discard your changes?"
        description={
          stored ? 'The article stays as it was last saved.' : 'What you have written is gone then.'
        }
        action="Discard changes"
        onConfirm={onDiscard}
      />
    </>
  );
}

/** The categories, and the one that the article is in even if it is none of them. */
function categoryOptions(categories: readonly Category[], current: string) {
  const options = categories.map(({ slug, name }) => ({ value: slug, label: name }));
  const isKnown = current === '' || categories.some(({ slug }) => slug === current);
  if (isKnown) return options;
  const label = current === DEFAULT_CATEGORY ? 'General' : current;
  return [...options, { value: current, label }];
}

/** Where customers read it. */
function addressOf(article: Faq): string {
  return `/help/${encodeURIComponent(article.slug)}`;
}
