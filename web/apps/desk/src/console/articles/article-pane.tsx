// Writing an article: Markdown beside what it will look like. What is written is kept in this tab
// until it is saved, so that looking something up does not cost it.

import { type Faq, FrontdeskError } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { ErrorState, errorMessage, Loading, useToast } from '../../ui';
import { readDraft, writeDraft } from '../shared/drafts';
import { PaneHead } from '../shared/panes';
import { paths } from '../shared/paths';
import { keys } from '../shared/queries';
import { useAttempt } from '../shared/use-attempt';
import { ArticleEditor } from './article-editor';
import {
  type ArticleForm,
  EMPTY_FORM,
  formOf,
  inputOf,
  missingIn,
  parseForm,
  sameForm,
} from './article-form';

/** The address may come with a question that wants an answer. */
export function NewArticlePane({ back }: { back: string }) {
  const { state } = useLocation() as { state: { question?: unknown } | null };
  const question = typeof state?.question === 'string' ? state.question : '';
  return <Writing stored={null} back={back} question={question} />;
}

export function ArticlePane({ id, back }: { id: string; back: string }) {
  const { api } = useFrontdesk();
  const article = useQuery({
    queryKey: keys.article(id),
    queryFn: ({ signal }) => api.faq.get(id, { signal }),
    // Coming back to the tab must not change a text that is being written.
    refetchOnWindowFocus: false,
  });
  if (article.isPending || article.isError) {
    return (
      <>
        <PaneHead title="Article" back={back} />
        {article.isError ? (
          <ErrorState
            title="This article did not load"
            error={article.error}
            onRetry={() => void article.refetch()}
          />
        ) : (
          <Loading label="Loading the article" />
        )}
      </>
    );
  }
  return <Writing stored={article.data} back={back} />;
}

interface WritingProps {
  stored: Faq | null;
  back: string;
  /** The title that a new article begins with, unless one is being written. */
  question?: string;
}

function Writing({ stored, back, question = '' }: WritingProps) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const draftKey = `article.${stored?.id ?? 'new'}`;
  const base = stored ? formOf(stored) : EMPTY_FORM;
  const [form, setForm] = useState<ArticleForm>(
    () => parseForm(readDraft(draftKey)) ?? { ...base, ...(question ? { question } : {}) },
  );
  const [checked, setChecked] = useState(false);
  const changed = !sameForm(form, base);
  const isPublished = stored?.isPublished ?? false;
  const attempt = useAttempt();
  useWarnBeforeLeaving(changed);

  // The draft goes with the state of the form; one that equals the stored article is none.
  const dirtyText = changed ? JSON.stringify(form) : '';
  useEffect(() => writeDraft(draftKey, dirtyText), [draftKey, dirtyText]);

  const save = useMutation({
    mutationFn: ({ publish }: { publish: boolean }) => {
      const input = inputOf(form, publish);
      if (stored) return api.faq.update(stored.id, input);
      return attempt(JSON.stringify(input), (idempotencyKey) =>
        api.faq.create(input, { idempotencyKey }),
      );
    },
    onSuccess: (article, { publish }) => {
      queries.setQueryData(keys.article(article.id), article);
      setForm(formOf(article));
      setChecked(false);
      refreshLists();
      toast({ title: savedWords(isPublished, publish), tone: 'success' });
      if (!stored) {
        writeDraft(draftKey, '');
        navigate(paths.article(article.id), { replace: true });
      }
    },
  });

  const remove = useMutation({
    mutationFn: async () => {
      if (stored) await api.faq.remove(stored.id);
    },
    onSuccess: () => {
      writeDraft(draftKey, '');
      refreshLists();
      toast({ title: 'Article deleted' });
      navigate(back, { replace: true });
    },
    onError: (error) =>
      toast({ title: 'The article was not deleted', text: errorMessage(error), tone: 'danger' }),
  });

  function refreshLists() {
    void queries.invalidateQueries({ queryKey: keys.articles });
    void queries.invalidateQueries({ queryKey: keys.categories });
  }

  function submit(publish: boolean) {
    setChecked(true);
    if (Object.keys(missingIn(form)).length === 0) save.mutate({ publish });
  }

  const missing = checked ? missingIn(form) : {};
  const refusal = save.error instanceof FrontdeskError ? save.error : null;
  const errors = {
    question: missing.question ?? refusal?.fieldError('question'),
    answer: missing.answer ?? refusal?.fieldError('answer'),
    category: refusal?.fieldError('category'),
    tags: refusal?.fieldError('tags'),
    language: refusal?.fieldError('language'),
  };
  const isAtField = Object.values(errors).some(Boolean);

  return (
    <ArticleEditor
      stored={stored}
      back={back}
      form={form}
      onForm={setForm}
      errors={errors}
      failure={save.isError && !isAtField ? errorMessage(save.error) : null}
      changed={changed}
      saving={save.isPending}
      onSave={() => submit(isPublished)}
      onPublish={(publish) => submit(publish)}
      onDiscard={() => {
        setForm(base);
        setChecked(false);
        save.reset();
      }}
      onDelete={() => remove.mutate()}
    />
  );
}

function savedWords(was: boolean, is: boolean): string {
  if (was === is) return is ? 'Saved; customers see the new text' : 'Draft saved';
  return is ? 'Published' : 'Taken back to a draft';
}

/** The browser asks before a tab with unsaved changes is closed. */
function useWarnBeforeLeaving(active: boolean) {
  useEffect(() => {
    if (!active) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [active]);
}
