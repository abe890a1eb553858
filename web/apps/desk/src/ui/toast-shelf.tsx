/** Where toasts stand, and how they come and go. Loaded after the page, which has none at first. */
import { X } from 'lucide-react';
import { Toast as RadixToast } from 'radix-ui';
import { isRightToLeft } from '../i18n/language';
import { IconButton } from './button';
import { classes } from './classes';
import { t } from './locales';
import type { ShownToast } from './toast';
import styles from './toast.module.css';

const DURATION_MS = 6000;

export interface ToastShelfProps {
  shown: readonly ShownToast[];
  onClose: (id: number) => void;
}

export default function ToastShelf({ shown, onClose }: ToastShelfProps) {
  return (
    <RadixToast.Provider duration={DURATION_MS} swipeDirection={isRightToLeft() ? 'left' : 'right'}>
      {shown.map((toast) => (
        <RadixToast.Root
          key={toast.id}
          className={classes(styles.toast, styles[toast.tone ?? 'neutral'])}
          duration={toast.lasting ? Number.POSITIVE_INFINITY : undefined}
          onOpenChange={(open) => {
            if (!open) onClose(toast.id);
          }}
        >
          <div className={styles.words}>
            <RadixToast.Title className={styles.title}>{toast.title}</RadixToast.Title>
            {toast.text ? (
              <RadixToast.Description className={styles.text}>{toast.text}</RadixToast.Description>
            ) : null}
          </div>
          {toast.action ? (
            <RadixToast.Action
              altText={toast.action.label}
              className={styles.action}
              onClick={toast.action.onClick}
            >
              {toast.action.label}
            </RadixToast.Action>
          ) : null}
          <RadixToast.Close asChild>
            <IconButton label={t.dismiss} size="s" icon={<X size={16} aria-hidden />} />
          </RadixToast.Close>
        </RadixToast.Root>
      ))}
      <RadixToast.Viewport className={styles.viewport} label={t.toasts} />
    </RadixToast.Provider>
  );
}
