import { describe, expect, it } from 'vitest';
import { errorAt } from './use-save';

const ERRORS = [
  { field: 'words[2]', message: 'too long' },
  { field: 'actions.note', message: 'unknown variable' },
  { field: 'wordsmith', message: 'no such thing' },
];

describe('an error at a field', () => {
  it('is found at the field and at what is in it', () => {
    expect(errorAt(ERRORS, 'words')).toBe('too long');
    expect(errorAt(ERRORS, 'actions')).toBe('unknown variable');
    expect(errorAt(ERRORS, 'actions.note')).toBe('unknown variable');
  });

  it('is not found at a field whose name merely begins alike', () => {
    expect(errorAt(ERRORS, 'word')).toBeNull();
    expect(errorAt(ERRORS, 'action')).toBeNull();
  });
});
