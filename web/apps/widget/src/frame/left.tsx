/** After a message was left: the ticket that it has become, and when to expect the answer. */
import type { MessageLeft } from '@frontdesk/client';
import { useEffect, useRef } from 'react';
import { useSurroundings } from './context';
import { CheckIcon } from './icons';
import { Bar } from './parts';
import { momentInWords } from './times';

export function Left({ left, onDone }: { left: MessageLeft; onDone: () => void }) {
  const { words } = useSurroundings();
  const heading = useRef<HTMLHeadingElement>(null);
  // The form that had the focus is gone.
  useEffect(() => heading.current?.focus(), []);
  return (
    <main className="screen">
      <Bar title={words.leaveTitle} />
      <div className="scroll middle">
        <span className="done-sign">
          <CheckIcon />
        </span>
        <h2 ref={heading} className="done-title" tabIndex={-1}>
          {words.left}
        </h2>
        <p className="done-text">
          {words.leftAs(left.number)}{' '}
          {left.expectedAnswerAt
            ? words.answeredBy(momentInWords(words, left.expectedAnswerAt, Date.now()))
            : null}
        </p>
        <button type="button" className="button primary" onClick={onDone}>
          {words.done}
        </button>
      </div>
    </main>
  );
}
