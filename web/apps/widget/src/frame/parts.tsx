/** Small parts that several screens are made of. */
import type { ReactNode } from 'react';
import { errorWords, useSurroundings, useWords } from './context';
import { BackIcon, CloseIcon } from './icons';

/** The bar above a screen that isn't home: back, what it is, and the way out. */
export function Bar({
  title,
  sub,
  face,
  children,
  isEntry = false,
}: {
  title: string;
  sub?: ReactNode;
  face?: ReactNode;
  children?: ReactNode;
  /** The focus begins here rather than at a field. */
  isEntry?: boolean;
}) {
  const { words, back } = useSurroundings();
  return (
    <header className="bar">
      <button type="button" className="icon-button" aria-label={words.back} onClick={back}>
        <BackIcon />
      </button>
      {face}
      <div className="bar-words">
        <h1 className="bar-title" tabIndex={-1} data-title data-begin={isEntry || undefined}>
          {title}
        </h1>
        {sub ? <p className="bar-sub">{sub}</p> : null}
      </div>
      {children}
      <CloseButton />
    </header>
  );
}

export function CloseButton() {
  const { words, tell } = useSurroundings();
  return (
    <button
      type="button"
      className="icon-button close"
      aria-label={words.close}
      onClick={() => tell({ type: 'close' })}
    >
      <CloseIcon />
    </button>
  );
}

/** A person's initials on the brand's soft colour. */
export function Face({ name }: { name: string }) {
  const initials = name
    .split(/\s+/)
    .filter(Boolean)
    .map((part) => [...part][0] ?? '')
    .filter((_letter, index, all) => index === 0 || index === all.length - 1)
    .join('')
    .toLocaleUpperCase();
  return (
    <span className="face" aria-hidden="true">
      {initials || '·'}
    </span>
  );
}

export function Logo() {
  const { config } = useSurroundings();
  if (config.logoUrl) return <img className="logo" src={config.logoUrl} alt="" />;
  return (
    <span className="logo" aria-hidden="true">
      {[...config.name][0]?.toLocaleUpperCase()}
    </span>
  );
}

export function Spinner() {
  const words = useWords();
  return (
    <p className="spinner" role="status">
      <span className="hidden">{words.loading}</span>
    </p>
  );
}

export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const words = useWords();
  return (
    <div className="notice danger" role="alert">
      <p>{errorWords(words, error)}</p>
      {onRetry ? (
        <button type="button" className="button small" onClick={onRetry}>
          {words.retry}
        </button>
      ) : null}
    </div>
  );
}

export function Notice({
  children,
  tone = 'info',
  icon,
  action,
}: {
  children: ReactNode;
  tone?: 'info' | 'warning' | 'danger';
  icon?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={`notice ${tone}`} role="status">
      {icon}
      <p>{children}</p>
      {action}
    </div>
  );
}

interface FieldProps {
  id: string;
  label: string;
  error?: string;
  hint?: string;
  children: (described: {
    id: string;
    'aria-invalid': true | undefined;
    'aria-describedby': string | undefined;
  }) => ReactNode;
}

/** A labelled field with what is wrong with it. */
export function Field({ id, label, error, hint, children }: FieldProps) {
  const note = error ?? hint;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': note ? `${id}-note` : undefined,
      })}
      {note ? (
        <p id={`${id}-note`} className={error ? 'field-error' : 'field-hint'}>
          {note}
        </p>
      ) : null}
    </div>
  );
}

/** Text with the marks that the server has put around found words; nothing of it is taken as HTML. */
export function Marked({ html }: { html: string }) {
  return (
    <>
      {html.split(/(<\/?mark>)/).reduce<ReactNode[]>((parts, piece, index, all) => {
        if (piece === '' || piece === '<mark>' || piece === '</mark>') return parts;
        const text = plain(piece);
        parts.push(all[index - 1] === '<mark>' ? <mark key={index}>{text}</mark> : text);
        return parts;
      }, [])}
    </>
  );
}

/** The characters that `escaped` stands for. */
export function plain(escaped: string): string {
  // In a text area, entities are characters and nothing is an element; blanks stay.
  const area = document.createElement('textarea');
  area.innerHTML = escaped;
  return area.value;
}
