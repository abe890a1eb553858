/** Numbers in messages, and the forms that words take beside them. */
import { currentLocale } from './language';
import type { Language } from './languages';

/** A number as the reader writes it: `1,200`, `1.200`, `١٬٢٠٠`. */
export function number(value: number, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(currentLocale(), options).format(value);
}

/** A share of one as the reader writes it: `25%`, `25 %`, `٪٢٥`. */
export function percent(share: number): string {
  return number(share, { style: 'percent', maximumFractionDigits: 0 });
}

/** Words as one would say them one after the other: “a, b and c”. */
export function list(words: readonly string[]): string {
  return new Intl.ListFormat(currentLocale(), { type: 'conjunction' }).format(words);
}

/** The forms that a language tells apart (CLDR plural rules); a zero of its own may be missing. */
interface PluralForms {
  en: Record<'one' | 'other', string>;
  de: Record<'one' | 'other', string>;
  ar: Record<'one' | 'two' | 'few' | 'many' | 'other', string> & { zero?: string };
}

/**
 * The plural of a language: picks the form of a count and puts the number where `#` stands.
 * A form that a language needs and that is missing fails the type check.
 */
export function pluralOf<L extends Language>(language: L) {
  const rules = new Intl.PluralRules(language);
  return (count: number, forms: PluralForms[L]): string => {
    const known: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string } = forms;
    return (known[rules.select(count)] ?? known.other).replaceAll('#', number(count));
  };
}
