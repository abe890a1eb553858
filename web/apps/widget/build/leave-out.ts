/**
 * A Vite plugin that leaves out what the widget never uses of the packages, where that can't be seen
 * from outside: groups of endpoints, which one object holds, and the cache of hooks that it has not.
 */
import type { Plugin } from 'vite';

/** Modules with what each of them exports, by the package. */
const UNUSED: Record<string, Record<string, readonly string[]>> = {
  client: {
    './api/deliveries': ['deliveriesApi', 'webhooksApi'],
    './api/inbound-mail': ['inboundMailApi'],
    './api/macros': ['macrosApi'],
    './api/moderation': ['auditApi', 'moderationApi'],
    './api/people': ['peopleApi'],
    './api/preferences': ['preferencesApi'],
    './api/routing': ['agentsApi', 'decisionsApi', 'teamsApi'],
    './api/storage': ['storageApi'],
  },
  react: { './cache': ['cacheOf'] },
};

const PREFIX = '\0left-out:';

export function leaveOut(): Plugin {
  return {
    name: 'frontdesk:leave-out',
    enforce: 'pre',
    apply: 'build',
    resolveId(source, importer) {
      const [, from = ''] = /\/packages\/(\w+)\/src\//.exec(importer ?? '') ?? [];
      const names = UNUSED[from]?.[source];
      return names ? PREFIX + names.join(' ') : null;
    },
    load(id) {
      if (!id.startsWith(PREFIX)) return null;
      const names = id.slice(PREFIX.length).split(' ');
      return names.map((name) => `export const ${name} = () => ({});`).join('\n');
    },
  };
}
