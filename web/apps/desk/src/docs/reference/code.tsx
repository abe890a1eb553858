/** Text of the description with its code, and a block of code that can be copied. */
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../ui';
import { t } from '../locales';
import styles from './reference.module.css';

/** A few sentences in which backticks mark code. */
export function Prose({ text, inline = false }: { text: string; inline?: boolean }) {
  const Element = inline ? 'span' : 'p';
  return (
    <>
      {text.split(/\n{2,}/).map((paragraph) => (
        <Element key={paragraph} className={styles.prose} lang="en" dir="ltr">
          {paragraph.split('`').map((part, index) =>
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a fixed text
            index % 2 === 1 ? <code key={index}>{part}</code> : part,
          )}
        </Element>
      ))}
    </>
  );
}

export function CodeBlock({ code }: { code: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(code);
    setCopied(true);
  };
  return (
    <div className={styles.block} dir="ltr">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
      <pre tabIndex={0}>
        <code>{code}</code>
      </pre>
      <IconButton
        label={copied ? t.copied : t.copyExample}
        size="s"
        icon={copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
        onClick={() => void copy().catch(() => setCopied(false))}
      />
    </div>
  );
}
