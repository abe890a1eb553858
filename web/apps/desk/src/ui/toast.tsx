/** Short messages at the edge of the screen. `useToast()` shows one; F8 moves the focus to them. */
import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useEffect,
  useState,
} from 'react';

export interface ToastOptions {
  title: string;
  text?: string;
  tone?: 'neutral' | 'success' | 'danger';
  action?: { label: string; onClick: () => void };
  /** Stays until it is put away. */
  lasting?: boolean;
}

export interface ShownToast extends ToastOptions {
  id: number;
}

type ShowToast = (options: ToastOptions) => void;

const ToastContext = createContext<ShowToast | null>(null);

/** More at once than this push the oldest out. */
const MAX_SHOWN = 4;

const Shelf = lazy(() => import('./toast-shelf'));

export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<readonly ShownToast[]>([]);
  const show = useCallback<ShowToast>((options) => {
    setShown((list) => [...list, { ...options, id: nextId() }].slice(-MAX_SHOWN));
  }, []);
  const close = useCallback((id: number) => {
    setShown((list) => list.filter((other) => other.id !== id));
  }, []);
  const isSettled = useSettled();
  return (
    <ToastContext value={show}>
      {children}
      {isSettled || shown.length > 0 ? (
        <Suspense fallback={null}>
          <Shelf shown={shown} onClose={close} />
        </Suspense>
      ) : null}
    </ToastContext>
  );
}

/** The page stands: now there is time for what it needs later, line or no line. */
function useSettled(): boolean {
  const [isSettled, setSettled] = useState(false);
  useEffect(() => {
    const settle = () => setSettled(true);
    // Not every browser tells when it is idle.
    if (!globalThis.requestIdleCallback) {
      const timer = setTimeout(settle);
      return () => clearTimeout(timer);
    }
    const call = requestIdleCallback(settle);
    return () => cancelIdleCallback(call);
  }, []);
  return isSettled;
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
