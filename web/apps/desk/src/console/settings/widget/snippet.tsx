// The line of HTML that puts the widget on a page, to be copied.

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button, useToast } from '../../../ui';
import styles from './widget.module.css';
import { snippetOf } from './widget-draft';

export function Snippet({ desk }: { desk: string }) {
  const [copied, setCopied] = useState(false);
  const toast = useToast();
  const line = snippetOf(desk);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(line);
      setCopied(true);
    } catch {
      toast({ tone: 'danger', title: 'It was not copied', text: 'Mark the line and copy it.' });
    }
  };
  return (
    <div className={styles.group}>
      <p className={styles.legend}>Put this into your pages</p>
      <div className={styles.snippet}>
        <code>{line}</code>
        <Button
          size="s"
          icon={copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
          onClick={() => void copy()}
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
    </div>
  );
}
