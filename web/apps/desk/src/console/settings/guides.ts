// What the documentation says of each section.

const GUIDES: Readonly<Record<string, string>> = {
  notifications: 'customers/notifications',
  'set-up': 'admins/set-up',
  hours: 'admins/teams-and-hours#business-hours',
  form: 'admins/teams-and-hours#topics',
  widget: 'admins/channels#the-widget',
  macros: 'agents/macros',
  moderation: 'admins/moderation',
  teams: 'admins/teams-and-hours#teams',
  agents: 'admins/teams-and-hours#teams',
  blocked: 'admins/moderation',
  'search-analytics': 'admins/search#make-it-better',
  synonyms: 'admins/search#make-it-better',
  'search-index': 'admins/search#if-something-is-missing',
  decisions: 'concepts/routing',
  audit: 'admins/moderation',
  storage: 'operations/running#files-what-goes-and-when',
  deliveries: 'admins/channels#webhooks',
  'incoming-mail': 'admins/channels#mail-that-comes-in',
  webhooks: 'developers/webhooks',
};

/** The address of the page about a section; undefined where there is none. */
export function guideOf(section: string | undefined): string | undefined {
  const page = section === undefined ? undefined : GUIDES[section];
  return page === undefined ? undefined : `/docs/${page}`;
}
