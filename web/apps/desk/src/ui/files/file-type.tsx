/** What a file is, for people: its icon, its kind, and whether the app can show it. */

import type { Attachment } from '@frontdesk/client';
import {
  FileArchive,
  FileAudio,
  File as FileIcon,
  FileImage,
  FileSpreadsheet,
  FileText,
  FileVideo,
} from 'lucide-react';
import { t } from '../locales';

/** What browsers show inside a page. */
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);
/** More text than that is no preview. */
const TEXT_MAX_BYTES = 512 * 1024;
/** A larger one takes too much of a phone's memory. */
const PDF_MAX_BYTES = 30 * 1024 * 1024;

export type ViewKind = 'picture' | 'pdf' | 'text' | 'none';

export function isPicture(type: string): boolean {
  return PICTURES.has(type);
}

/** How a file is shown here; `none`: it can only be saved. */
export function viewKind({ type, size }: Pick<Attachment, 'type' | 'size'>): ViewKind {
  if (isPicture(type)) return 'picture';
  if (type === 'application/pdf') return size <= PDF_MAX_BYTES ? 'pdf' : 'none';
  const isText = type.startsWith('text/') || type === 'application/json';
  return isText && size <= TEXT_MAX_BYTES ? 'text' : 'none';
}

export type FileState = 'open' | 'pending' | 'infected' | 'deleted';

/** Whether it may be opened, and why not. */
export function fileState({ scan, deletedAt }: Attachment): FileState {
  if (deletedAt) return 'deleted';
  return scan === 'pending' || scan === 'infected' ? scan : 'open';
}

/** Why a file is not open, in words. */
export function stateWords(state: Exclude<FileState, 'open'>): string {
  if (state === 'pending') return t.scanPending;
  return state === 'infected' ? t.scanInfected : t.scanDeleted;
}

export function FileTypeIcon({ type, size = 18 }: { type: string; size?: number }) {
  const Icon = iconOf(type);
  return <Icon size={size} aria-hidden />;
}

function iconOf(type: string) {
  if (type.startsWith('image/')) return FileImage;
  if (type.startsWith('audio/')) return FileAudio;
  if (type.startsWith('video/')) return FileVideo;
  if (type === 'text/csv') return FileSpreadsheet;
  if (type.startsWith('text/') || type === 'application/pdf' || type === 'application/json') {
    return FileText;
  }
  return /zip|tar|compressed/.test(type) ? FileArchive : FileIcon;
}
