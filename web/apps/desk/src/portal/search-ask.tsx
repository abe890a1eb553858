/** Where no article seems to answer: the way to a person, who gets the question as it was asked. */
import { MessagesSquare, PenLine, SearchX } from 'lucide-react';
import { Button, ButtonLink, EmptyState } from '../ui';
import { prepareQuestion } from './prepare-question';
import type { SearchFilters } from './search-filters';
import styles from './search-page.module.css';

/** Above results that are unlikely to answer. */
export function AskInstead({ question }: { question: string }) {
  return (
    <aside className={styles.ask} aria-label="No article seems to answer this">
      <p>
        <strong>No article seems to answer this.</strong> Somebody of us will; your question comes
        along.
      </p>
      <div className={styles.ways}>
        <Ways question={question} />
      </div>
    </aside>
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
      title={`Nothing found for “${q.trim()}”`}
      action={<Ways question={q} />}
    >
      {isNarrowed ? (
        <p>
          You are looking in a part only.{' '}
          <Button
            size="s"
            variant="ghost"
            onClick={() => onChange({ type: 'all', category: '', language: '' })}
          >
            Look everywhere
          </Button>
        </p>
      ) : hasMeant ? null : (
        <p>Try other or fewer words, or ask us.</p>
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
        Chat with us
      </ButtonLink>
      <ButtonLink to="/contact" icon={<PenLine size={17} aria-hidden />} onClick={takeAlong}>
        Write to us
      </ButtonLink>
    </>
  );
}
