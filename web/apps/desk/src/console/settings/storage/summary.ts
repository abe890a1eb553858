// The summary of what is stored, in words and figures. Pure functions.

import type { StorageSummary } from '@frontdesk/client';
import { fileSize, plural } from '../../../ui/format';

/** From this share of the quota on, somebody should look. */
const NEAR = 0.8;

export function quotaTone(used: number, total: number): 'normal' | 'warning' | 'danger' {
  if (used >= total) return 'danger';
  return used >= NEAR * total ? 'warning' : 'normal';
}

const KINDS: Record<string, string> = {
  embedded: 'The disk of this server',
  local: 'The disk of this server',
  kubo: 'An IPFS node (Kubo)',
  s3: 'An S3-compatible object store',
};

export function backendWords({ kind, detail, breaker }: StorageSummary['backend']): string {
  const broken =
    breaker && breaker !== 'closed' ? 'It is asked only now and then, until it answers.' : '';
  return [`${KINDS[kind] ?? kind}.`, detail ? sentence(detail) : '', broken]
    .filter(Boolean)
    .join(' ');
}

function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

/** What the last scrub found. */
export function scrubWords(last: StorageSummary['lastScrub']): string {
  if (!last) return 'Not done yet.';
  const checked = `${plural(last.checked, 'file')} checked`;
  if (!last.finishedAt) return `Under way: ${checked}.`;
  if (last.damaged === 0) return `${checked}, none damaged.`;
  const left = last.damaged - last.repaired;
  return `${checked}, ${last.damaged} damaged, ${last.repaired} repaired${left > 0 ? `, ${left} lost` : ''}.`;
}

export function collectionWords(last: StorageSummary['lastCollection']): string {
  if (!last) return 'Not done yet.';
  if (last.files === 0) return 'There was nothing to remove.';
  return `${plural(last.files, 'file')} removed, ${fileSize(last.bytes)} freed.`;
}

const TYPE_NAMES: Record<string, string> = {
  'image/jpeg': 'JPEG pictures',
  'image/png': 'PNG pictures',
  'image/gif': 'GIF pictures',
  'image/webp': 'WebP pictures',
  'image/avif': 'AVIF pictures',
  'application/pdf': 'PDF',
  'text/plain': 'Plain text',
  'text/csv': 'CSV',
  'text/markdown': 'Markdown',
  'application/json': 'JSON',
};

export function typeName(type: string): string {
  return TYPE_NAMES[type] ?? type;
}

const MS_PER_DAY = 86_400_000;

/** The last `count` days up to `today`, those without an upload too, oldest first. */
export function everyDay(
  perDay: StorageSummary['perDay'],
  today: string,
  count = 30,
): StorageSummary['perDay'] {
  const known = new Map(perDay.map((day) => [day.day, day]));
  const last = Math.max(Date.parse(today), ...perDay.map(({ day }) => Date.parse(day)));
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(last - (count - 1 - index) * MS_PER_DAY).toISOString().slice(0, 10);
    return known.get(day) ?? { day, files: 0, bytes: 0 };
  });
}
