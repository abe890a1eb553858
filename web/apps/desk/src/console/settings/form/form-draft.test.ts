import { describe, expect, it } from 'vitest';
import { moved, nameOf, optionsOf, problemsOfField, problemsOfTopic, withItem } from './form-draft';

describe('names made from labels', () => {
  it('are plain words with hyphens', () => {
    expect(nameOf('Order number', [])).toBe('order-number');
    expect(nameOf('  Où est ma facture ?', [])).toBe('ou-est-ma-facture');
    expect(nameOf('!!!', [])).toBe('item');
  });

  it('get a number when they are taken', () => {
    expect(nameOf('Billing', ['billing', 'billing-2'])).toBe('billing-3');
  });

  it('stay within the limit', () => {
    expect(nameOf('x'.repeat(300), ['x'.repeat(96)]).length).toBeLessThanOrEqual(100);
  });
});

describe('the order of a list', () => {
  it('changes by one place at a time, in both directions', () => {
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b']);
  });

  it('keeps the place of what is replaced, and adds at the end', () => {
    expect(withItem(['a', 'b'], 0, 'x')).toEqual(['x', 'b']);
    expect(withItem(['a', 'b'], null, 'x')).toEqual(['a', 'b', 'x']);
  });
});

describe('what is wrong with a question', () => {
  const field = { key: 'size', label: 'Size', kind: 'select', required: false } as const;

  it('is a choice without choices, or one twice', () => {
    expect(problemsOfField({ ...field, options: [] }, []).options).toBeDefined();
    expect(problemsOfField({ ...field, options: ['S', 'S'] }, []).options).toContain('“S”');
    expect(problemsOfField({ ...field, options: optionsOf(' S \n\nM\n') }, [])).toEqual({});
  });

  it('is a name that another one has', () => {
    expect(problemsOfField({ ...field, kind: 'text' }, ['size'])).toHaveProperty('key');
    expect(problemsOfTopic({ id: 'a', label: ' ' }, ['a'])).toEqual({
      id: expect.any(String),
      label: expect.any(String),
    });
  });
});
