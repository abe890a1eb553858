// Endpoints of the operator's other systems, which get events signed by the Standard Webhooks
// specification. For admins.

import type { Webhook } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { Webhook as WebhookIcon } from 'lucide-react';
import { useState } from 'react';
import { Notice } from '../../../ui';
import { useConsole } from '../../shared/console-context';
import { keys } from '../../shared/queries';
import { ListSection } from '../parts/list-section';
import { RemoveDialog } from '../parts/remove-dialog';
import { SectionBody } from '../section-body';
import { SecretDialog } from './secret-dialog';
import { WebhookDialog } from './webhook-dialog';
import { shortName } from './webhook-draft';
import { WebhookRow } from './webhook-row';

const TITLE = 'Webhooks';
const LEAD =
  'Addresses of other systems that are told what happens here. Each request is signed, and tried again for days when nobody answers.';

export function WebhooksSection() {
  const { me } = useConsole();
  if (me.role === 'admin') return <Webhooks />;
  return (
    <SectionBody title={TITLE} lead={LEAD}>
      <Notice>Only admins can see this.</Notice>
    </SectionBody>
  );
}

function Webhooks() {
  const { api } = useFrontdesk();
  const [withSecret, setWithSecret] = useState<Webhook | null>(null);
  const webhooks = useQuery({
    queryKey: keys.webhooks,
    queryFn: ({ signal }) => api.webhooks.list({ signal }),
  });
  return (
    <>
      <ListSection
        title={TITLE}
        lead={LEAD}
        query={webhooks}
        addLabel="Add a webhook"
        empty={{
          icon: <WebhookIcon size={26} aria-hidden />,
          title: 'No webhooks yet',
          text: 'Nothing of what happens here is told to another system.',
        }}
        row={(webhook, actions) => (
          <WebhookRow
            key={webhook.id}
            webhook={webhook}
            actions={actions}
            onSecret={setWithSecret}
          />
        )}
        nameOf={shortName}
        edit={(webhook, onClose) => (
          <WebhookDialog webhook={webhook} onClose={onClose} onSecret={setWithSecret} />
        )}
        remove={(webhook, onClose) => (
          <RemoveDialog
            name={shortName(webhook)}
            description="It gets no more events, and what waits for it is dropped. What it has got stays in the ledger."
            remove={() => api.webhooks.remove(webhook.id)}
            refresh={keys.webhooks}
            onClose={onClose}
          />
        )}
      />
      {withSecret ? (
        <SecretDialog webhook={withSecret} onClose={() => setWithSecret(null)} />
      ) : null}
    </>
  );
}
