/** A filter's values with how many results each would leave, as options to choose from. Pure. */
import type { FacetCount } from '@frontdesk/client';
import { number } from '../i18n/numbers';
import { languageName } from './languages';

export interface FacetOption {
  value: string;
  label: string;
}

/** What people call a value. */
export type NameOf = (count: Pick<FacetCount, 'value' | 'label'>) => string;

export const ownLabel: NameOf = ({ value, label }) => label ?? value;
export const languageLabel: NameOf = ({ value }) => languageName(value);

/**
 * `any` stands for no choice. What is chosen is always among the options, also when none of the
 * results has it.
 */
export function facetOptions(
  any: string,
  counts: readonly FacetCount[],
  chosen: string,
  nameOf: NameOf = ownLabel,
): FacetOption[] {
  const isCounted = chosen === '' || counts.some(({ value }) => value === chosen);
  const all = isCounted ? counts : [...counts, { value: chosen, count: 0 }];
  return [
    { value: '', label: any },
    ...all.map((one) => ({
      value: one.value,
      label: `${nameOf(one)} (${number(one.count)})`,
    })),
  ];
}
