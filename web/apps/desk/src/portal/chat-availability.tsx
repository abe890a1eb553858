/** Whether somebody answers now, in words: how long it takes, or why nobody does and until when. */

import type { Availability } from '@frontdesk/client';
import { CalendarClock, Clock, Moon } from 'lucide-react';
import { fullTime, Notice, useNow } from '../ui';
import { deskTime, momentInWords, usualWait } from './chat-times';
import { t as talk } from './talk/locales';

/** Somebody is there: how long it usually takes, if that is known. */
export function WaitHint({ availability }: { availability: Availability }) {
  const { estimatedWaitSeconds: seconds, waiting } = availability;
  if (seconds === null || seconds === undefined) return null;
  const usually = <strong>{usualWait(seconds)}</strong>;
  return (
    <Notice icon={<Clock size={16} aria-hidden />}>
      {waiting > 0 ? talk.waitUntilAnswerOthers(usually, waiting) : talk.waitUntilAnswer(usually)}
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
      {opensAt ? talk.chatOpens(<Moment time={opensAt} zone={timeZone} />) : null}
      {reason === 'nobody-there' ? talk.leaveOrWait : null}
    </Notice>
  );
}

/** Why nobody answers, in a sentence. */
export function whyClosed({ reason, holiday }: Availability): string {
  if (reason === 'nobody-there') return talk.nobodyAtDesk;
  if (reason === 'holiday') {
    return holiday ? talk.closedForHoliday(holiday) : talk.closedToday;
  }
  return talk.closedNow;
}

/** A time to come, by the reader's clock, and by the desk's where that differs. */
export function Moment({ time, zone }: { time: string; zone: string }) {
  const now = useNow();
  const atDesk = deskTime(time, zone);
  return (
    <time dateTime={time} title={fullTime(time)}>
      {atDesk ? talk.yourTime(momentInWords(time, now), atDesk) : momentInWords(time, now)}
    </time>
  );
}
