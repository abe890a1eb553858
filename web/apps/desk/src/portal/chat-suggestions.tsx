/**
 * Articles that are likely to answer what one is typing, before a chat is started; none where that
 * is not so. They open in place: the draft stays where it is.
 */

import type { FaqHit } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { ExternalLink, FileText } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import {
  Button,
  Dialog,
  ErrorState,
  errorMessage,
  Highlighted,
  Loading,
  Markdown,
  useToast,
} from '../ui';
import { dropChatDraft } from './chat-draft';
import styles from './chat-start.module.css';
import { t } from './locales';
import { articlePath } from './paths';
import { useArticle, useQuickSearch } from './queries';
import { t as talk } from './talk/locales';
import { useDebounced } from './use-debounced';

const PAUSE_MS = 400;
const SHOWN = 3;
/** Shorter texts say too little to be worth a suggestion. */
const MIN_CHARS = 4;
/** Of a long message its beginning is searched for. */
const QUERY_CHARS = 200;

export function ChatSuggestions({ text }: { text: string }) {
  const [reading, setReading] = useState<FaqHit | null>(null);
  const settled = useDebounced(text.trim(), PAUSE_MS);
  const query = [...settled].length >= MIN_CHARS ? [...settled].slice(0, QUERY_CHARS).join('') : '';
  const found = useQuickSearch(query, SHOWN);
  const hits = query !== '' && found.data?.answered ? found.data.faq : [];
  return (
    <>
      {/* There from the start, so that what appears in it is announced. */}
      <p className="visually-hidden" role="status">
        {hits.length > 0 ? talk.articlesMayHelp(hits.length) : ''}
      </p>
      {hits.length > 0 ? (
        <section className={styles.suggestions} aria-label={talk.articlesThatMayHelp}>
          <p className={styles.suggestionsTitle}>{talk.perhapsAnsweredTitle}</p>
          <ul className={styles.hits}>
            {hits.map((hit) => (
              <li key={hit.id}>
                <button type="button" className={styles.hit} onClick={() => setReading(hit)}>
                  <FileText size={16} aria-hidden />
                  <span className={styles.hitWords}>
                    <span className={styles.hitTitle}>{hit.question}</span>
                    <span className={styles.hitText}>
                      <Highlighted markdown html={hit.highlight.body} />
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <ArticleDialog hit={reading} onClose={() => setReading(null)} />
    </>
  );
}

function ArticleDialog({ hit, onClose }: { hit: FaqHit | null; onClose: () => void }) {
  const { api } = useFrontdesk();
  const navigate = useNavigate();
  const toast = useToast();
  const solved = async () => {
    if (!hit) return;
    dropChatDraft();
    void navigate('/');
    toast({ tone: 'success', title: talk.goodToHear, text: talk.questionNotSent });
    try {
      await api.faq.feedback(hit.id, true);
    } catch (error) {
      toast({ tone: 'danger', title: talk.voteLost, text: errorMessage(error) });
    }
  };
  return (
    <Dialog
      open={hit !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={hit?.question ?? ''}
      footer={
        <>
          {hit ? (
            <a
              className={styles.newTab}
              href={articlePath(hit.slug)}
              target="_blank"
              rel="noreferrer"
            >
              <ExternalLink size={15} aria-hidden /> {talk.openInNewTab}
            </a>
          ) : null}
          <Button onClick={onClose}>{talk.back}</Button>
          <Button variant="primary" onClick={() => void solved()}>
            {talk.thatAnswersIt}
          </Button>
        </>
      }
    >
      {hit ? <ArticleText slug={hit.slug} /> : null}
    </Dialog>
  );
}

function ArticleText({ slug }: { slug: string }) {
  const article = useArticle(slug);
  if (article.error) {
    return <ErrorState error={article.error} onRetry={() => void article.refetch()} />;
  }
  if (!article.data) return <Loading label={t.loadingArticle} />;
  return <Markdown>{article.data.answer}</Markdown>;
}
