// One stored file: what and whose it is, where it is used, and what an admin does with it.

import type { ScanState, StoredFile } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ShieldCheck, ShieldQuestion, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import {
  Badge,
  Button,
  ConfirmDialog,
  errorMessage,
  FileTypeIcon,
  fileSize,
  RelativeTime,
  type Tone,
  useToast,
} from '../../../ui';
import { paths } from '../../shared/paths';
import { keys } from '../../shared/queries';
import styles from './storage.module.css';
import { typeName } from './summary';

const SCANS: Record<ScanState, { label: string; tone: Tone }> = {
  pending: { label: 'Being checked', tone: 'warning' },
  clean: { label: 'Clean', tone: 'success' },
  infected: { label: 'A virus was found', tone: 'danger' },
  unscanned: { label: 'Not checked', tone: 'neutral' },
};

type Act = 'release' | 'remove' | 'rescan';

export function StoredFileRow({ file }: { file: StoredFile }) {
  const { attachment, uploads, references, createdAt } = file;
  const { cid, name, size, type, scan = 'unscanned', deletedAt } = attachment;
  const [asking, setAsking] = useState<'release' | 'remove' | null>(null);
  const act = useAct(cid, name);
  const uploaders = [...new Set(uploads.map(({ userName }) => userName))];
  return (
    <li className={styles.row}>
      <FileTypeIcon type={type} size={20} />
      <div className={styles.words}>
        <p className={styles.title}>
          <span>{name}</span>
          <Badge tone={SCANS[scan].tone}>{SCANS[scan].label}</Badge>
          {deletedAt ? <Badge>Deleted</Badge> : null}
          {file.sealed ? <Badge>Encrypted</Badge> : null}
        </p>
        <p className={styles.note}>
          {typeName(type)} · {fileSize(size)} · <RelativeTime time={createdAt} />
          {uploaders.length > 0 ? ` · by ${uploaders.join(', ')}` : ''}
        </p>
        <p className={styles.note}>
          {references.length === 0 ? 'Part of nothing' : 'In '}
          {references.map(({ conversationId, number }, index) => (
            <span key={conversationId}>
              {index > 0 ? ', ' : ''}
              <Link to={number ? paths.ticket(conversationId) : paths.chat(conversationId)}>
                {number ? `ticket #${number}` : 'a chat'}
              </Link>
            </span>
          ))}
        </p>
        <code className={styles.cid}>{cid}</code>
      </div>
      <div className={styles.actions}>
        {scan === 'infected' ? (
          <Button
            size="s"
            icon={<ShieldCheck size={15} aria-hidden />}
            aria-label={`Release ${name}`}
            onClick={() => setAsking('release')}
          >
            Release
          </Button>
        ) : null}
        {deletedAt ? null : (
          <Button
            size="s"
            icon={<ShieldQuestion size={15} aria-hidden />}
            aria-label={`Check again: ${name}`}
            busy={act.isPending}
            onClick={() => act.mutate('rescan')}
          >
            Check again
          </Button>
        )}
        {deletedAt ? null : (
          <Button
            size="s"
            icon={<Trash2 size={15} aria-hidden />}
            aria-label={`Delete ${name}`}
            onClick={() => setAsking('remove')}
          >
            Delete
          </Button>
        )}
      </div>
      <ConfirmDialog
        open={asking === 'release'}
        onOpenChange={() => setAsking(null)}
        title={`Release “${name}”?`}
        description="The scanner found a virus in it. Everybody who sees the conversation can open it then. The audit log notes that you released it."
        action="Release"
        onConfirm={() => act.mutate('release')}
      />
      <ConfirmDialog
        open={asking === 'remove'}
        onOpenChange={() => setAsking(null)}
        title={`Delete “${name}”?`}
        description="It is gone for everybody, and cannot be brought back. Messages keep its name and size."
        action="Delete"
        onConfirm={() => act.mutate('remove')}
      />
    </li>
  );
}

const DONE: Record<Act, string> = {
  release: 'was released',
  remove: 'was deleted',
  rescan: 'is being checked again',
};

function useAct(cid: string, name: string) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: (act: Act) => {
      if (act === 'remove') return api.files.remove(cid);
      return act === 'release' ? api.storage.release(cid) : api.storage.rescan(cid);
    },
    onSuccess: (_done, act) => {
      toast({ tone: 'success', title: `“${name}” ${DONE[act]}` });
      void queries.invalidateQueries({ queryKey: keys.storage });
      void queries.invalidateQueries({ queryKey: keys.storageFiles });
    },
    onError: (error) =>
      toast({
        tone: 'danger',
        title: `Nothing was done with “${name}”`,
        text: errorMessage(error),
      }),
  });
}
