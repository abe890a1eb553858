import { languageFor } from '../language';
import { words as ar } from './ar';
import { wordsFor } from './catalogue';
import { words as de } from './de';
import { words as en } from './en';
import type { Words } from './words';

/** Every word of a catalogue, those that are made by functions with some arguments. */
function everything(words: Words): [name: string, text: string][] {
  const found: [string, string][] = [];
  const collect = (name: string, value: unknown) => {
    if (typeof value === 'string') found.push([name, value]);
    else if (typeof value === 'function') collect(name, value(3, 'x'));
    else for (const [key, part] of Object.entries(value ?? {})) collect(`${name}.${key}`, part);
  };
  for (const [name, value] of Object.entries(words)) collect(name, value);
  return found;
}

describe('the catalogues', () => {
  it('leave no word blank, and none in English', () => {
    // Words that are the same in both languages, or names.
    const same = new Set(['chat', 'errors', 'locale']);
    const english = new Map(everything(en));
    for (const words of [de, ar]) {
      for (const [name, text] of everything(words)) {
        expect(text.trim(), `${words.locale}: ${name}`).not.toBe('');
        if (!same.has(name)) expect(text, `${words.locale}: ${name}`).not.toBe(english.get(name));
      }
    }
  });

  it('say how long it takes, rounded up', () => {
    expect(en.usualWait(30)).toBe('Usually answers in under a minute');
    expect(en.usualWait(119)).toBe('Usually answers in under 2 minutes');
    expect(en.usualWait(400)).toBe('Usually answers in under 10 minutes');
    expect(de.usualWait(30)).toBe('Antwort meist in weniger als einer Minute');
    expect(ar.usualWait(3600)).toBe('نجيب عادةً خلال أقل من ساعتين');
  });

  it('count as each language does', () => {
    expect([0, 1, 2, 3, 11].map(ar.resultCount)).toEqual([
      'لا مقالات',
      'مقالة واحدة',
      'مقالتان',
      '3 مقالات',
      '11 مقالة',
    ]);
    expect([1, 2].map(de.resultCount)).toEqual(['1 Artikel', '2 Artikel']);
  });

  it('are found by what somebody wishes', async () => {
    expect(languageFor(['fr-FR', 'de-AT'])).toBe('de');
    expect(languageFor([null, undefined, 'ar'])).toBe('ar');
    expect(languageFor(['fr'])).toBe('en');
    expect((await wordsFor('de')).locale).toBe('de');
    expect((await wordsFor('en')).locale).toBe('en');
  });
});
