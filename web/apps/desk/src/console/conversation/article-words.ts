// An article as it is named in a message. Pure.

import type { FaqHit } from '@frontdesk/client';
import { articlePath } from '../../portal/paths';

/** Its question and address, which every channel shows as they are. */
export function articleWords(
  { question, slug }: Pick<FaqHit, 'question' | 'slug'>,
  origin: string,
) {
  return `${question}: ${origin}${articlePath(slug)} `;
}
