// What a desk needs, or is better with; what of it is there, as the desk says; and where it is
// done. Pure.

import type { SetupState } from '@frontdesk/client';
import { paths } from '../shared/paths';

export type SetupStepName =
  | 'agents'
  | 'team'
  | 'hours'
  | 'brand'
  | 'widget'
  | 'outgoingMail'
  | 'incomingMail'
  | 'article'
  | 'searchModel'
  | 'backups';

export interface SetupStep {
  name: SetupStepName;
  isDone: boolean;
  /** A place in the console, or a page of the documentation. */
  to: string;
  /** Nobody but the admin can know: they say so themselves. */
  isOwnWord?: boolean;
}

const CHANNELS = '/docs/admins/channels';

/** `hasBackups` is what the admin has said: no desk knows of its own backups. */
export function stepsOf(state: SetupState, hasBackups: boolean): SetupStep[] {
  return [
    // One is the admin who looks at this.
    { name: 'agents', isDone: state.staff > 1, to: '/docs/developers/start#sign-people-in' },
    { name: 'team', isDone: state.teamsWithMembers > 0, to: paths.setting('teams') },
    { name: 'hours', isDone: state.hours, to: paths.setting('hours') },
    { name: 'brand', isDone: state.brand, to: paths.setting('widget') },
    { name: 'widget', isDone: state.widget, to: paths.setting('widget') },
    { name: 'outgoingMail', isDone: state.outgoingMail, to: `${CHANNELS}#mail-that-goes-out` },
    { name: 'incomingMail', isDone: state.incomingMail, to: `${CHANNELS}#mail-that-comes-in` },
    { name: 'article', isDone: state.article, to: paths.newArticle },
    {
      name: 'searchModel',
      isDone: state.searchModel,
      to: '/docs/operations/running#search-by-meaning',
    },
    {
      name: 'backups',
      isDone: hasBackups,
      to: '/docs/operations/running#backups',
      isOwnWord: true,
    },
  ];
}

export const isDocs = (to: string): boolean => to.startsWith('/docs/');
