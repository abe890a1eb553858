import { describe, expect, it } from 'vitest';
import { facetOptions, languageLabel } from './facet-options';

const COUNTS = [
  { value: 'returns', label: 'Returns', count: 1200 },
  { value: 'billing', count: 3 },
];

describe('the options of a filter', () => {
  it('tell how many results each would leave, after the one that chooses nothing', () => {
    expect(facetOptions('All topics', COUNTS, '')).toEqual([
      { value: '', label: 'All topics' },
      { value: 'returns', label: 'Returns (1,200)' },
      { value: 'billing', label: 'billing (3)' },
    ]);
  });

  it('keep what is chosen, though no result has it', () => {
    const options = facetOptions('All', COUNTS, 'rentals', ({ value }) => value.toUpperCase());
    expect(options.at(-1)).toEqual({ value: 'rentals', label: 'RENTALS (0)' });
    expect(facetOptions('All', COUNTS, 'billing')).toHaveLength(3);
  });

  it('name languages', () => {
    const [, german, unknown] = facetOptions(
      'Any',
      [
        { value: 'de', count: 1 },
        { value: 'xx', count: 1 },
      ],
      '',
      languageLabel,
    );
    expect([german?.label, unknown?.label]).toEqual(['German (1)', 'xx (1)']);
  });
});
