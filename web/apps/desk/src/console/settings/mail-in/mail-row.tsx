// One mail that came in: whose, what became of it and why; the way to its conversation, or to
// reading it again.

import type { InboundMail } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Badge, Button, errorMessage, fileSize, plural, RelativeTime, useToast } from '../../../ui';
import { paths } from '../../shared/paths';
import { keys } from '../../shared/queries';
import { saveFile } from '../../shared/save-file';
import { Row } from '../parts/row';
import { nameOf, stateLook } from './words';

export function MailRow({ mail }: { mail: InboundMail }) {
  const look = stateLook(mail.state);
  const name = nameOf(mail);
  return (
    <Row
      title={
        mail.conversationId ? <Link to={paths.ticket(mail.conversationId)}>{name}</Link> : name
      }
      marks={<Badge tone={look.tone}>{look.label}</Badge>}
      actions={mail.state === 'set-aside' ? <Actions mail={mail} name={name} /> : null}
    >
      <p>
        {mail.from ?? 'Sender unknown'} · {fileSize(mail.size)} ·{' '}
        <RelativeTime time={mail.receivedAt} />
        {mail.tries > 1 ? ` · read ${plural(mail.tries, 'time')}` : ''}
      </p>
      {mail.reason ? <p>{mail.reason}</p> : null}
    </Row>
  );
}

function Actions({ mail, name }: { mail: InboundMail; name: string }) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const toast = useToast();
  const failed = (title: string) => (error: unknown) =>
    toast({ tone: 'danger', title, text: errorMessage(error) });
  const download = useMutation({
    mutationFn: () => api.inboundMail.download(mail.id),
    onSuccess: (file) => saveFile(file, `mail-${mail.id}.eml`),
    onError: failed('The mail could not be downloaded'),
  });
  const retry = useMutation({
    mutationFn: () => api.inboundMail.retry(mail.id),
    onSuccess: () => {
      toast({ tone: 'success', title: 'The mail is read again' });
      void queries.invalidateQueries({ queryKey: keys.inboundMail });
    },
    onError: failed('The mail is not read again'),
  });
  return (
    <>
      <Button
        size="s"
        busy={download.isPending}
        aria-label={`Download ${name}`}
        onClick={() => download.mutate()}
      >
        Download
      </Button>
      <Button
        size="s"
        busy={retry.isPending}
        aria-label={`Read again: ${name}`}
        onClick={() => retry.mutate()}
      >
        Read again
      </Button>
    </>
  );
}
