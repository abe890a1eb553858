/** Where no article seems to answer: the way to a person, who gets the question as it was asked. */

import { MessagesSquare, PenLine, SearchX } from 'lucide-react';
import { Button, ButtonLink, EmptyState } from '../ui';
import { t } from './locales';
import { prepareQuestion } from './prepare-question';
import type { SearchFilters } from './search-filters';
import styles from './search-page.module.css';
import { t as talk } from './talk/locales';

/** Above results that are unlikely to answer. */
export function AskInstead({ question }: { question: string }) {
  return (
    <section className={styles.ask} aria-label={talk.noArticleAnswers}>
      <p>
        {talk.noArticleAnswersLong((words) => (
          <strong>{words}</strong>
        ))}
      </p>
      <div className={styles.ways}>
        <Ways question={question} />
      </div>
    </section>
  );
}

export interface NothingFoundProps {
  filters: SearchFilters;
  /** Other words are offered already. */
  hasMeant: boolean;
  onChange: (part: Partial<SearchFilters>) => void;
}

export function NothingFound({ filters, hasMeant, onChange }: NothingFoundProps) {
  const { q, type, category, language } = filters;
  const isNarrowed = type !== 'all' || category !== '' || language !== '';
  return (
    <EmptyState
      icon={<SearchX size={26} aria-hidden />}
      title={talk.nothingFound(q.trim())}
      action={<Ways question={q} />}
    >
      {isNarrowed ? (
        <p>
          {talk.lookingInPart}{' '}
          <Button
            size="s"
            variant="ghost"
            onClick={() => onChange({ type: 'all', category: '', language: '' })}
          >
            {talk.lookEverywhere}
          </Button>
        </p>
      ) : hasMeant ? null : (
        <p>{talk.tryOtherWords}</p>
      )}
    </EmptyState>
  );
}

function Ways({ question }: { question: string }) {
  const takeAlong = () => prepareQuestion(question);
  return (
    <>
      <ButtonLink
        to="/chat"
        variant="primary"
        icon={<MessagesSquare size={17} aria-hidden />}
        onClick={takeAlong}
      >
        {t.chatWithUs}
      </ButtonLink>
      <ButtonLink to="/contact" icon={<PenLine size={17} aria-hidden />} onClick={takeAlong}>
        {t.writeToUs}
      </ButtonLink>
    </>
  );
}
