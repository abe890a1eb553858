/** Before each file of unit tests: the app's words are there, in English. */
import type { Catalogue } from './catalogue';

const modules = import.meta.glob<Record<string, unknown>>('../**/locales/index.ts', {
  eager: true,
});
const isCatalogue = (member: unknown): member is Catalogue<object> =>
  typeof member === 'object' && member !== null && 'load' in member;
const catalogues = Object.values(modules).flatMap((exports) =>
  Object.values(exports).filter(isCatalogue),
);
await Promise.all(catalogues.map((each) => each.load()));
