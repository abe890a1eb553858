import { describe, expect, it } from 'vitest';
import { type Entry, findEntries } from './search';

const ENTRIES: Entry[] = [
  { to: '/docs/agents/snooze', title: 'Set aside until later', within: 'For agents', kind: 'page' },
  { to: '/docs/agents/macros', title: 'Answer with macros', within: 'For agents', kind: 'page' },
  { to: '/docs/agents/macros#actions', title: 'Actions', within: 'Macros', kind: 'heading' },
  { to: '/docs/api/macros#a', title: 'List macros', within: 'GET /macros', kind: 'operation' },
  { to: '/docs/x', title: 'Größe der Dateien', within: '', kind: 'page' },
];
const titles = (query: string) => findEntries(ENTRIES, query).map(({ title }) => title);

describe('the search', () => {
  it('puts titles before what is around them, and pages before operations', () => {
    expect(titles('macros')).toEqual(['Answer with macros', 'List macros', 'Actions']);
  });

  it('wants every word, in any order, unfinished and without accents', () => {
    expect(titles('macro answ')).toEqual(['Answer with macros']);
    expect(titles('grosse')).toEqual([]);
    expect(titles('GROSSE')).toEqual([]);
    expect(titles('große')).toEqual(['Größe der Dateien']);
    expect(titles('grö')).toEqual(['Größe der Dateien']);
  });

  it('finds operations by their path', () => {
    expect(titles('get /macros')).toEqual(['List macros']);
  });

  it('finds nothing for nothing', () => {
    expect([titles('  '), titles('xylophone')]).toEqual([[], []]);
  });
});
