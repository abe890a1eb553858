// Taking a conversation away: as a file, or by mail to its customer.

import { useFrontdesk } from '@frontdesk/react';
import { useMutation } from '@tanstack/react-query';
import { errorMessage, useToast } from '../../ui';
import { saveFile } from '../shared/save-file';
import type { Subject } from './subject';

export type FileFormat = 'text' | 'json';

const ENDINGS: Record<FileFormat, string> = { text: 'txt', json: 'json' };

export function useTakeAway({ id, userName, createdAt, kind }: Subject) {
  const { api } = useFrontdesk();
  const toast = useToast();
  const download = useMutation({
    mutationFn: async (format: FileFormat) => {
      const file = await api.conversations.export(id, { format, notes: true });
      saveFile(file, `${kind}-${createdAt.slice(0, 10)}-${id}.${ENDINGS[format]}`);
    },
    onError: (error) =>
      toast({ title: 'The download failed', text: errorMessage(error), tone: 'danger' }),
  });
  const mail = useMutation({
    mutationFn: () => api.conversations.sendTranscript(id),
    onSuccess: () =>
      toast({ title: `The transcript is on its way to ${userName}`, tone: 'success' }),
    onError: (error) =>
      toast({ title: 'The transcript was not sent', text: errorMessage(error), tone: 'danger' }),
  });
  return { download, mail };
}
