// All files of a conversation in one place, the newest first, each once.

import type { Attachment } from '@frontdesk/client';
import { useState } from 'react';
import { Button, FileChip, FileViewerHost } from '../../ui';
import { eachFileOnce } from './files';
import styles from './side.module.css';

const SHOWN = 5;

export function ConversationFiles({ files }: { files: readonly Attachment[] }) {
  const [all, setAll] = useState(false);
  const found = eachFileOnce(files);
  if (found.length === 0) return null;
  const shown = all ? found : found.slice(0, SHOWN);
  return (
    <section>
      <h3 className={styles.heading}>Files</h3>
      <FileViewerHost files={found}>
        <ul className={styles.files}>
          {shown.map((file) => (
            <li key={file.cid}>
              <FileChip file={file} />
            </li>
          ))}
        </ul>
      </FileViewerHost>
      {shown.length < found.length ? (
        <Button size="s" variant="ghost" onClick={() => setAll(true)}>
          Show all {found.length}
        </Button>
      ) : null}
    </section>
  );
}
