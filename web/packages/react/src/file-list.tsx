// The files of a message that is being written: how far each has come, and a way to add some.

import { useId } from 'react';
import { AttachIcon, ClearIcon } from './icons';
import type { UseUploadList } from './use-upload-list';

export interface FileListProps {
  files: UseUploadList;
  label: string;
  words: { attach: string; removeFile: (name: string) => string; fileFailed?: string };
  /** The button shows its sign alone. */
  compact?: boolean;
}

export function FileList({ files, label, words, compact = false }: FileListProps) {
  const input = useId();
  return (
    <div className="frontdesk-files">
      {files.items.length > 0 ? (
        <ul aria-label={label}>
          {files.items.map(({ key, name, state, fraction, error }) => (
            <li key={key} className="frontdesk-files-item" data-state={state}>
              <span className="frontdesk-files-name">{name}</span>
              {state === 'done' ? null : (
                <span className="frontdesk-files-state">
                  {state === 'failed'
                    ? (error?.message ?? words.fileFailed)
                    : `${Math.round(fraction * 100)} %`}
                </span>
              )}
              <button
                type="button"
                className="frontdesk-files-remove"
                aria-label={words.removeFile(name)}
                onClick={() => files.remove(key)}
              >
                <ClearIcon />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <label className="frontdesk-files-add" htmlFor={input}>
        <AttachIcon />
        <span className={compact ? 'frontdesk-visually-hidden' : undefined}>{words.attach}</span>
        <input
          id={input}
          className="frontdesk-visually-hidden"
          type="file"
          multiple
          onChange={({ target }) => {
            if (target.files && target.files.length > 0) files.add([...target.files]);
            target.value = '';
          }}
        />
      </label>
    </div>
  );
}
