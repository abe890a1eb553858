import { afterEach, describe, expect, it, vi } from 'vitest';
import { t as portal } from '../portal/locales';
import { fileSize, relativeTime } from '../ui';
import { t } from '../ui/locales';
import {
  chooseLanguage,
  currentLanguage,
  currentLocale,
  findLanguage,
  number,
  pickLanguage,
  pluralOf,
} from '.';
import { acceptLanguage } from './language';
import { formatLocale } from './languages';

afterEach(() => chooseLanguage('en'));

describe('the language of a person', () => {
  it('is the first of theirs that the app speaks', () => {
    expect(pickLanguage(['fr-CA', 'de-AT', 'en'])).toBe('de');
    expect(pickLanguage(['AR-eg'])).toBe('ar');
    expect(pickLanguage(['ja'])).toBeNull();
    expect(pickLanguage([''])).toBeNull();
  });

  it('is written as in their region, where that is known', () => {
    expect(formatLocale('de', ['en-GB', 'de-CH'])).toBe('de-CH');
    expect(formatLocale('ar', ['en-GB'])).toBe('ar');
  });

  it('changes with their choice: words, direction and what the API is told', async () => {
    await chooseLanguage('ar');
    expect(t.cancel).toBe('إلغاء');
    expect(portal.search).toBe('بحث');
    const { lang, dir } = document.documentElement;
    expect([lang, dir, currentLocale(), acceptLanguage()]).toEqual(['ar', 'rtl', 'ar', 'ar']);
    expect(localStorage.getItem('frontdesk.language')).toBe('ar');
    await chooseLanguage('de');
    expect([t.cancel, document.documentElement.dir]).toEqual(['Abbrechen', 'ltr']);
  });
});

describe('numbers and times', () => {
  it('are written as the language does', async () => {
    const now = Date.parse('2026-03-15T12:00:00Z');
    await chooseLanguage('de');
    expect([number(1234.5), fileSize(1536)]).toEqual(['1.234,5', '1,5 kB']);
    expect(relativeTime('2026-03-15T11:57:00Z', now)).toBe('vor 3 Minuten');
    await chooseLanguage('ar');
    expect(number(12)).toBe(new Intl.NumberFormat('ar').format(12));
    expect(relativeTime('2026-03-15T11:58:00Z', now)).toBe('قبل دقيقتين');
  });

  it('take the form of the word that the language has for as many', () => {
    const files = { one: 'ملف', two: 'ملفان', few: '# ملفات', many: '# ملفًا', other: '# ملف' };
    const plural = pluralOf('ar');
    const of = (count: number) => plural(count, files).replace(/[\d٠-٩]+/, 'n');
    expect([1, 2, 3, 11, 100].map(of)).toEqual(['ملف', 'ملفان', 'n ملفات', 'n ملفًا', 'n ملف']);
    expect(pluralOf('de')(0, { one: '# Datei', other: '# Dateien' })).toBe('0 Dateien');
  });
});

describe('the language of somebody whose language is not spoken', () => {
  const find = async (wanted: string[], ofDesk: () => Promise<unknown>) => {
    localStorage.clear();
    vi.spyOn(navigator, 'languages', 'get').mockReturnValue(wanted);
    await findLanguage(ofDesk);
    vi.restoreAllMocks();
    return currentLanguage();
  };

  it('is the desk’s, and English where that cannot be had', async () => {
    expect(await find(['fr'], async () => 'de')).toBe('de');
    expect(await find(['fr'], async () => 'xx')).toBe('en');
    expect(await find(['fr'], () => Promise.reject(new Error('away')))).toBe('en');
  });

  it('is not asked for when the browser names one that is spoken', async () => {
    const ofDesk = vi.fn();
    expect(await find(['fr', 'ar-EG'], ofDesk)).toBe('ar');
    expect(ofDesk).not.toHaveBeenCalled();
  });
});
