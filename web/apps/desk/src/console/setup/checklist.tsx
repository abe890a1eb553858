// The list of what is still to be done at a new desk: each line is read from the desk, and leads to
// where it is done.

import { useFrontdesk, useSnapshot } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { ArrowRight, CircleCheck, CircleDashed, ExternalLink } from 'lucide-react';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { Button, classes, ErrorState, Loading } from '../../ui';
import { useConsole } from '../shared/console-context';
import styles from './checklist.module.css';
import { setupChoices } from './choices';
import { t } from './locales';
import { isDocs, type SetupStep, stepsOf } from './steps';

/** The steps as they stand; undefined until they are known. */
export function useSetup() {
  const { api } = useFrontdesk();
  const { me } = useConsole();
  const choices = useMemo(() => setupChoices(me.id), [me.id]);
  const chosen = useSnapshot(choices);
  const state = useQuery({
    queryKey: ['setup'],
    queryFn: ({ signal }) => api.setup({ signal }),
    enabled: me.role === 'admin',
    // What was just done elsewhere is to be seen here at once.
    staleTime: 0,
  });
  const steps = state.data ? stepsOf(state.data, chosen.hasBackups) : undefined;
  return { steps, state, chosen, choices };
}

/** `heading` is that of a step: one below the page's own. */
export function Checklist({ heading }: { heading: 'h2' | 'h3' }) {
  const { steps, state, choices } = useSetup();
  if (!steps) {
    return state.isError ? (
      <ErrorState error={state.error} onRetry={() => void state.refetch()} />
    ) : (
      <Loading />
    );
  }
  const done = steps.filter(({ isDone }) => isDone).length;
  return (
    <>
      <div className={styles.progress}>
        <progress value={done} max={steps.length} aria-label={t.progress} />
        <p role="status">{done === steps.length ? t.allDone : t.doneOf(done, steps.length)}</p>
      </div>
      <ul className={styles.steps}>
        {steps.map((step) => (
          <Step
            key={step.name}
            step={step}
            heading={heading}
            onSay={(hasBackups) => choices.set({ hasBackups })}
          />
        ))}
      </ul>
    </>
  );
}

interface StepProps {
  step: SetupStep;
  heading: 'h2' | 'h3';
  onSay: (done: boolean) => void;
}

function Step({ step, heading: Heading, onSay }: StepProps) {
  const { name, isDone, to, isOwnWord } = step;
  const { title, text, action } = t.steps[name];
  return (
    <li className={classes(styles.step, isDone && styles.done)}>
      {isDone ? (
        <CircleCheck size={20} aria-label={t.done} role="img" />
      ) : (
        <CircleDashed size={20} aria-label={t.open} role="img" />
      )}
      <div className={styles.words}>
        <Heading className={styles.title}>{title}</Heading>
        <p className={styles.text}>{text}</p>
        <p className={styles.links}>
          {isDocs(to) ? (
            <a href={to} target="_blank" rel="noopener" className={styles.link}>
              {action} <ExternalLink size={14} aria-label={t.newTab} role="img" />
            </a>
          ) : (
            <Link to={to} className={styles.link}>
              {action} <ArrowRight size={14} aria-hidden className={styles.arrow} />
            </Link>
          )}
          {isOwnWord ? (
            <Button size="s" onClick={() => onSay(!isDone)}>
              {isDone ? t.notAnyMore : t.haveThem}
            </Button>
          ) : null}
        </p>
      </div>
    </li>
  );
}
