/** Whether somebody answers now, in words: how long it takes, or why nobody does and until when. */
import type { Availability } from '@frontdesk/client';
import { CalendarClock, Clock, Moon } from 'lucide-react';
import { fullTime, Notice, useNow } from '../ui';
import { deskTime, momentInWords, usualWait } from './chat-times';

/** Somebody is there: how long it usually takes, if that is known. */
export function WaitHint({ availability }: { availability: Availability }) {
  const { estimatedWaitSeconds: seconds, waiting } = availability;
  if (seconds === null || seconds === undefined) return null;
  return (
    <Notice icon={<Clock size={16} aria-hidden />}>
      <strong>{usualWait(seconds)}</strong> until somebody answers
      {waiting > 0 ? `; ${waiting === 1 ? 'one other is' : `${waiting} others are`} waiting` : ''}.
      You will see your place in the queue.
    </Notice>
  );
}

/** Nobody answers a chat now. */
export function ClosedNotice({ availability }: { availability: Availability }) {
  const { reason, opensAt, timeZone } = availability;
  return (
    <Notice
      live
      tone="warning"
      icon={
        reason === 'nobody-there' ? (
          <Clock size={16} aria-hidden />
        ) : reason === 'holiday' ? (
          <CalendarClock size={16} aria-hidden />
        ) : (
          <Moon size={16} aria-hidden />
        )
      }
    >
      <strong>{whyClosed(availability)}</strong>{' '}
      {opensAt ? (
        <>
          The chat opens <Moment time={opensAt} zone={timeZone} />.
        </>
      ) : null}
      {reason === 'nobody-there' ? 'Leave a message, or start the chat and wait.' : null}
    </Notice>
  );
}

/** Why nobody answers, in a sentence. */
export function whyClosed({ reason, holiday }: Availability): string {
  if (reason === 'nobody-there') return 'Nobody is at the desk at the moment.';
  if (reason === 'holiday') {
    return holiday ? `We are closed today: ${holiday}.` : 'We are closed today.';
  }
  return 'We are closed at the moment.';
}

/** A time to come, by the reader's clock, and by the desk's where that differs. */
export function Moment({ time, zone }: { time: string; zone: string }) {
  const now = useNow();
  const atDesk = deskTime(time, zone);
  return (
    <time dateTime={time} title={fullTime(time)}>
      {momentInWords(time, now)}
      {atDesk ? ` your time (${atDesk})` : ''}
    </time>
  );
}
