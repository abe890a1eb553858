/** A place in a form to drop, paste or choose files, with the list of what is on its way. */

import type { UseUploadList } from '@frontdesk/react';
import { Camera, UploadCloud } from 'lucide-react';
import { useId } from 'react';
import { Button } from './button';
import { classes } from './classes';
import styles from './drop-zone.module.css';
import { FilePickers } from './files/file-pickers';
import { UploadRow } from './files/upload-row';
import { listWords } from './files/upload-words';
import { useFileDrop } from './files/use-file-drop';
import { fileSize } from './format';
import { t } from './locales';

export interface DropZoneProps {
  list: UseUploadList;
  /** What the operator allows, for the file picker and the hint. */
  accept?: readonly string[];
  maxBytes?: number;
  label?: string;
}

export function DropZone({ list, accept, maxBytes, label = t.attachments }: DropZoneProps) {
  const id = useId();
  const [over, dropProps] = useFileDrop(list.add);
  return (
    <div className={styles.zone}>
      <span className={styles.label} id={`${id}-label`}>
        {label} <span className={styles.optional}>{t.optional}</span>
      </span>
      <FilePickers list={list} accept={accept} labelledBy={`${id}-label`}>
        {({ choose, photograph }) => (
          <>
            <button
              type="button"
              className={classes(styles.target, over && styles.over)}
              aria-describedby={`${id}-hint`}
              onClick={choose}
              {...dropProps}
            >
              <UploadCloud size={22} aria-hidden />
              <span>
                {t.chooseFiles((words) => (
                  <strong>{words}</strong>
                ))}
              </span>
              <span className={styles.hint} id={`${id}-hint`}>
                {maxBytes ? t.fileKindsUpTo(fileSize(maxBytes)) : t.fileKinds}
              </span>
            </button>
            {photograph ? (
              <Button
                className={styles.camera}
                icon={<Camera size={16} aria-hidden />}
                onClick={photograph}
              >
                {t.takeAPhoto}
              </Button>
            ) : null}
          </>
        )}
      </FilePickers>
      {list.items.length > 0 ? (
        <ul className={styles.list} aria-label={t.files}>
          {list.items.map((item) => (
            <UploadRow key={item.key} item={item} list={list} />
          ))}
        </ul>
      ) : null}
      <UploadAnnouncer list={list} />
    </div>
  );
}

/** Says in words what the bars show. */
export function UploadAnnouncer({ list }: { list: UseUploadList }) {
  return (
    <p className="visually-hidden" role="status">
      {listWords(list.items)}
    </p>
  );
}
