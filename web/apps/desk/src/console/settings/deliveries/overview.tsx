// The channels at a glance: whether each is set up and answers, what waits, and the last day by
// the hour.

import type { ChannelSummary, DeliverySummary } from '@frontdesk/client';
import { Badge, clockTime, Notice, useNow } from '../../../ui';
import { ColumnChart, type ColumnSeries } from '../../../ui/charts/column-chart';
import styles from './deliveries.module.css';
import { channelName, channelState, everyHour, oldestWords, totalsOf, totalWords } from './words';

/** Somebody should look when what is due has waited for so long (seconds). */
const LATE_SECONDS = 300;

export function Overview({ summary }: { summary: DeliverySummary }) {
  const { oldestWaitingSeconds: oldest } = summary;
  // What is not set up has nothing to show: it stands at the end.
  const channels = summary.channels.toSorted(
    (one, other) => Number(other.configured) - Number(one.configured),
  );
  return (
    <>
      {oldest !== null && oldest !== undefined && oldest >= LATE_SECONDS ? (
        <Notice tone="warning">
          The oldest delivery that is due has waited for {oldestWords(oldest)}.
        </Notice>
      ) : null}
      <div className={styles.channels}>
        {channels.map((channel) => (
          <ChannelCard key={channel.channel} channel={channel} />
        ))}
      </div>
    </>
  );
}

const SERIES: readonly ColumnSeries[] = [
  { name: 'Sent in time', tone: 'normal' },
  { name: 'Sent late', tone: 'warning' },
  { name: 'Failed', tone: 'danger' },
];

function ChannelCard({ channel }: { channel: ChannelSummary }) {
  const now = useNow();
  const name = channelName(channel.channel);
  const state = channelState(channel);
  const totals = totalsOf(channel.perHour);
  const hours = everyHour(channel.perHour, now);
  const isQuiet = totals.sent + totals.failed + totals.dead === 0;
  return (
    <section className={styles.channel} aria-label={name}>
      <h2 className={styles.channelName}>
        {name} <Badge tone={state.tone}>{state.label}</Badge>
      </h2>
      <p className={styles.note}>
        {isQuiet ? 'Nothing in the last 24 hours' : `${totalWords(totals)} in the last 24 hours`}
        {channel.waiting > 0 ? ` · ${channel.waiting.toLocaleString()} waiting` : ''}
      </p>
      {isQuiet ? null : (
        <ColumnChart
          label={`${name} by the hour`}
          heads={['Hour', 'Deliveries']}
          series={SERIES}
          points={hours.map((hour) => ({
            key: hour.hour,
            label: clockTime(hour.hour),
            value: hour.sent + hour.failed + hour.dead,
            words: totalWords(hour),
            parts: [hour.sent - hour.delayed, hour.delayed, hour.failed + hour.dead],
          }))}
        />
      )}
    </section>
  );
}
