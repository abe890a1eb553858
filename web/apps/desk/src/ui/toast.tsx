/** Short messages at the edge of the screen. `useToast()` shows one; F8 moves the focus to them. */
import { X } from 'lucide-react';
import { Toast as RadixToast } from 'radix-ui';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { IconButton } from './button';
import { classes } from './classes';
import styles from './toast.module.css';

export interface ToastOptions {
  title: string;
  text?: string;
  tone?: 'neutral' | 'success' | 'danger';
  action?: { label: string; onClick: () => void };
}

type ShowToast = (options: ToastOptions) => void;

const ToastContext = createContext<ShowToast | null>(null);

const DURATION_MS = 6000;
/** More at once than this push the oldest out. */
const MAX_SHOWN = 4;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<(ToastOptions & { id: number })[]>([]);
  const show = useCallback<ShowToast>((options) => {
    setShown((list) => [...list, { ...options, id: nextId() }].slice(-MAX_SHOWN));
  }, []);
  const context = useMemo(() => show, [show]);
  return (
    <ToastContext value={context}>
      <RadixToast.Provider duration={DURATION_MS} swipeDirection="right">
        {children}
        {shown.map((toast) => (
          <RadixToast.Root
            key={toast.id}
            className={classes(styles.toast, styles[toast.tone ?? 'neutral'])}
            onOpenChange={(open) => {
              if (!open) setShown((list) => list.filter((other) => other.id !== toast.id));
            }}
          >
            <div className={styles.words}>
              <RadixToast.Title className={styles.title}>{toast.title}</RadixToast.Title>
              {toast.text ? (
                <RadixToast.Description className={styles.text}>
                  {toast.text}
                </RadixToast.Description>
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
              <IconButton label="Dismiss" size="s" icon={<X size={16} aria-hidden />} />
            </RadixToast.Close>
          </RadixToast.Root>
        ))}
        <RadixToast.Viewport className={styles.viewport} label="Messages ({hotkey})" />
      </RadixToast.Provider>
    </ToastContext>
  );
}

let lastId = 0;
function nextId(): number {
  lastId += 1;
  return lastId;
}

export function useToast(): ShowToast {
  const show = useContext(ToastContext);
  if (!show) throw new Error('useToast needs a ToastProvider above it');
  return show;
}
