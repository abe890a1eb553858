import { describe, expect, it } from 'vitest';
import { EXAMPLES, inserted, placeholder, problemOf, rendered, UNKNOWN } from './macro-text';

const GREETING = 'Hello {{ customer.firstName | there }}, I am {{agent.firstName}}.';

describe('the preview of a macro', () => {
  it('puts values in place of variables', () => {
    expect(rendered(GREETING, EXAMPLES)).toBe('Hello Maya, I am Sam.');
  });

  it('takes the words behind the bar where there is no value, else nothing', () => {
    expect(rendered(GREETING, UNKNOWN)).toBe('Hello there, I am Sam.');
    expect(rendered('Ticket {{ticket.number}}', UNKNOWN)).toBe('Ticket ');
  });
});

describe('what is wrong with a macro', () => {
  it('is a variable that does not exist, or one that does not end', () => {
    expect(problemOf(GREETING)).toBeNull();
    expect(problemOf('{{customer.shoeSize}}')).toContain('customer.shoeSize');
    expect(problemOf('Hello {{customer.name')).toContain('{{');
  });

  it('is nothing the palette inserts', () => {
    expect(problemOf(Object.keys(EXAMPLES).map(placeholder).join(' '))).toBeNull();
  });
});

describe('a variable from the palette', () => {
  it('takes the place of what is selected, and writing goes on behind it', () => {
    expect(inserted('Hello NAME!', '{{x}}', 6, 10)).toEqual({ text: 'Hello {{x}}!', cursor: 11 });
  });
});
