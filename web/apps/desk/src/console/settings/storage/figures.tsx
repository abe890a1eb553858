// The figures at a glance: what there is, the quota, and how the backend is.

import type { StorageSummary } from '@frontdesk/client';
import { Badge, fileSize, Notice, plural } from '../../../ui';
import { BarLine } from '../../../ui/charts/bar-chart';
import styles from './storage.module.css';
import { backendWords, quotaTone } from './summary';

export function Figures({ summary }: { summary: StorageSummary }) {
  const { files, bytes, blocks, uploads, scan, orphans, mode } = summary;
  return (
    <>
      <dl className={styles.figures}>
        <Figure label="Files" value={files.toLocaleString()} note={plural(blocks, 'block')} />
        <Figure label="Room taken" value={fileSize(bytes)} note={modeWords(mode)} />
        <Figure
          label="Uploads under way"
          value={uploads.open.toLocaleString()}
          note={`${fileSize(uploads.bytes)} so far`}
        />
        <Figure
          label="Quarantine"
          value={scan.infected.toLocaleString()}
          note={scan.pending > 0 ? `${plural(scan.pending, 'file')} being checked` : 'None waits'}
          isBad={scan.infected > 0}
        />
        <Figure
          label="Orphans"
          value={orphans.files.toLocaleString()}
          note={`${fileSize(orphans.bytes)}, part of nothing`}
        />
      </dl>
      <Quota quota={summary.quota} />
      <Backend backend={summary.backend} />
    </>
  );
}

interface FigureProps {
  label: string;
  value: string;
  note: string;
  isBad?: boolean;
}

function Figure({ label, value, note, isBad = false }: FigureProps) {
  return (
    <div className={styles.figure} data-bad={isBad || undefined}>
      <dt>{label}</dt>
      <dd className={styles.value}>{value}</dd>
      <dd className={styles.note}>{note}</dd>
    </div>
  );
}

function modeWords(mode: string): string {
  return mode === 'sealed' ? 'Encrypted one by one' : 'Public by CID';
}

function Quota({ quota }: { quota: StorageSummary['quota'] }) {
  const { used, total, perUser } = quota;
  return (
    <section className={styles.part} aria-label="Quota">
      <h2>Quota</h2>
      {total ? (
        <>
          <p>
            {fileSize(used)} of {fileSize(total)} used
            {used >= total ? ': new uploads are refused' : ''}
          </p>
          <BarLine share={used / total} tone={quotaTone(used, total)} />
        </>
      ) : (
        <p>{fileSize(used)} used; there is no limit for all files together.</p>
      )}
      <p className={styles.note}>
        {perUser
          ? `Each customer may keep ${fileSize(perUser)}.`
          : 'There is no limit for one person.'}
      </p>
    </section>
  );
}

function Backend({ backend }: { backend: StorageSummary['backend'] }) {
  const { healthy, waiting } = backend;
  return (
    <section className={styles.part} aria-label="Backend">
      <h2>
        Backend <Badge tone={healthy ? 'success' : 'danger'}>{healthy ? 'Works' : 'Fails'}</Badge>
      </h2>
      <p>{backendWords(backend)}</p>
      {waiting > 0 ? (
        <Notice tone={healthy ? 'info' : 'warning'}>
          {plural(waiting, 'file')} {waiting === 1 ? 'waits' : 'wait'} here to be handed over to it.
          Nothing is lost meanwhile.
        </Notice>
      ) : null}
    </section>
  );
}
