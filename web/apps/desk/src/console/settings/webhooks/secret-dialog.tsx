// The secret of an endpoint, the only time that it is shown.

import type { Webhook } from '@frontdesk/client';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button, Dialog, TextField } from '../../../ui';
import { shortName } from './webhook-draft';
import styles from './webhooks.module.css';

export function SecretDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const [copied, setCopied] = useState<boolean | null>(null);
  const secret = webhook.secret ?? '';
  const copy = () =>
    navigator.clipboard.writeText(secret).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`The secret of ${shortName(webhook)}`}
      description="Copy it now: it is shown this once. The other system checks the signature of each request with it."
      footer={
        <Button variant="primary" onClick={onClose}>
          I have kept it
        </Button>
      }
    >
      <div className={styles.secret}>
        <TextField
          label="Secret"
          readOnly
          spellCheck={false}
          value={secret}
          onFocus={(event) => event.target.select()}
        />
        <Button
          icon={copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
          onClick={() => void copy()}
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <p role="status" className={copied === null ? 'visually-hidden' : styles.note}>
        {copied === false ? 'The browser did not allow it. Select the secret and copy it.' : null}
        {copied ? 'The secret is copied.' : null}
      </p>
    </Dialog>
  );
}
