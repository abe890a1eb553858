/** Deutsch. */
import type en from './en';

const de: typeof en = {
  offline: 'Sie sind offline.',
  offlineText: 'Was Sie zuletzt gelesen haben, ist noch da.',
  newVersion: 'Es gibt eine neue Version',
  newVersionText: 'Sie liegt bereit. Laden Sie sie, wenn es Ihnen passt.',
  load: 'Neu laden',
};

export default de;
