// What is stored by type, by person and by day.

import type { StorageSummary } from '@frontdesk/client';
import { fileSize, longDate, plural } from '../../../ui';
import { BarChart } from '../../../ui/charts/bar-chart';
import { ColumnChart } from '../../../ui/charts/column-chart';
import styles from './storage.module.css';
import { everyDay, typeName } from './summary';

export function Plots({ summary }: { summary: StorageSummary }) {
  const { byType, topUploaders, perDay, files } = summary;
  if (files === 0) return null;
  const days = everyDay(perDay, new Date().toISOString().slice(0, 10));
  return (
    <>
      <ColumnChart
        label="Uploaded in the last 30 days"
        heads={['Day', 'Bytes and files']}
        points={days.map(({ day, bytes, files: count }) => ({
          key: day,
          label: longDate(`${day}T12:00:00`, undefined, false),
          value: bytes,
          words: `${fileSize(bytes)} in ${plural(count, 'file')}`,
        }))}
      />
      <div className={styles.plots}>
        <BarChart
          label="By type"
          bars={byType.map(({ type, bytes, files: count }) => ({
            key: type,
            label: typeName(type),
            value: bytes,
            words: `${fileSize(bytes)} in ${plural(count, 'file')}`,
          }))}
        />
        {topUploaders.length > 0 ? (
          <BarChart
            label="Who uploaded most"
            bars={topUploaders.map(({ userId, userName, bytes, files: count }) => ({
              key: userId,
              label: userName,
              value: bytes,
              words: `${fileSize(bytes)} in ${plural(count, 'file')}`,
            }))}
          />
        ) : null}
      </div>
    </>
  );
}
