// What the tours show, in their order: the place, and what to wait for where something is to be
// done. The words are in the catalogue, under the step's name.

import { paths } from '../shared/paths';

export type TourName = 'agent' | 'admin';

export interface Step {
  name:
    | 'status'
    | 'inbox'
    | 'list'
    | 'compose'
    | 'search'
    | 'keys'
    | 'account'
    | 'settings'
    | 'setUp'
    | 'teams'
    | 'hours'
    | 'widget'
    | 'articles'
    | 'end';
  /** The element that it speaks of; the middle of the screen without one. */
  at?: string;
  /** True once it is done: then the tour goes on by itself. */
  until?: () => boolean;
  /** Left out unless this holds when its turn comes. */
  onlyIf?: () => boolean;
}

const inConversation = () => /\/console\/inbox\/[^/]+\/[^/]+/.test(location.pathname);
const isAt = (path: string) => location.pathname.startsWith(path);
const linkTo = (path: string) => `a[href="${path}"]`;
const toSetting = (name: Step['name'], section: string): Step => ({
  name,
  at: linkTo(paths.setting(section)),
  until: () => isAt(paths.setting(section)),
});

const STEPS: Record<TourName, readonly Step[]> = {
  agent: [
    { name: 'status', at: '[data-tour="status"]' },
    { name: 'inbox', at: `nav ${linkTo(paths.inbox)}`, until: () => isAt(paths.inbox) },
    {
      name: 'list',
      at: '[data-list]',
      until: inConversation,
    },
    { name: 'compose', at: '[data-composer]', onlyIf: inConversation },
    { name: 'search', at: '[data-tour="search"]' },
    { name: 'keys' },
    { name: 'account', at: '[data-tour="account"]' },
  ],
  admin: [
    { name: 'settings', at: `nav ${linkTo(paths.settings)}`, until: () => isAt(paths.settings) },
    toSetting('setUp', 'set-up'),
    toSetting('teams', 'teams'),
    toSetting('hours', 'hours'),
    toSetting('widget', 'widget'),
    { name: 'articles', at: `nav ${linkTo(paths.articles)}`, until: () => isAt(paths.articles) },
    { name: 'end', at: '[data-tour="account"]' },
  ],
};

/** The steps of a tour; a step that is done already is shown all the same, and waits for nobody. */
export function stepsOf(tour: TourName): readonly Step[] {
  return STEPS[tour];
}
