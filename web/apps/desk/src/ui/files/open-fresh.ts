/** Links to files whose addresses end. */
import { type Attachment, hasEnded } from '@frontdesk/client';
import type { MouseEvent } from 'react';

/** Of a click on a link to a file: where its address has ended, goes to the one that holds. */
export function openFresh(
  event: MouseEvent<HTMLAnchorElement>,
  file: Attachment,
  fresh: () => Promise<Attachment>,
): void {
  if (!hasEnded(file.url)) return;
  event.preventDefault();
  const { target, rel, download } = event.currentTarget;
  void fresh().then(({ url }) => {
    const link = document.createElement('a');
    Object.assign(link, { href: url, target, rel });
    if (download) link.download = download;
    link.click();
  });
}
