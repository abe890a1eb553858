import { describe, expect, it } from 'vitest';
import type { Schemas } from './openapi';
import { exampleOf, fieldsOf, limitsOf, typeOf } from './schema';

const SCHEMAS: Schemas = {
  Status: { type: 'string', enum: ['open', 'closed'] },
  Ticket: {
    type: 'object',
    description: 'A question.',
    required: ['id', 'status', 'parent'],
    properties: {
      id: { type: 'string', format: 'uuid' },
      status: { $ref: '#/components/schemas/Status' },
      parent: { oneOf: [{ type: 'null' }, { $ref: '#/components/schemas/Ticket' }] },
      tags: { type: 'array', items: { type: 'string' }, description: 'Words.' },
      title: { type: ['string', 'null'], maxLength: 200 },
    },
  },
};
const TICKET = { $ref: '#/components/schemas/Ticket' };

describe('a type', () => {
  it('is told in a few words', () => {
    const fields = fieldsOf(TICKET, SCHEMAS);
    expect(fields.map(({ name, type, isRequired }) => [name, type, isRequired])).toEqual([
      ['id', 'string (uuid)', true],
      ['status', '"open" | "closed"', true],
      ['parent', 'null or Ticket', true],
      ['tags', 'list of string', false],
      ['title', 'string or null', false],
    ]);
    expect(typeOf({ type: 'array', items: TICKET }, SCHEMAS)).toBe('list of Ticket');
  });

  it('can be unfolded where it has members, and says its limits', () => {
    const [id, , parent, tags, title] = fieldsOf(TICKET, SCHEMAS);
    expect([id?.inner, tags?.inner]).toEqual([null, null]);
    expect(parent?.inner).toEqual(TICKET);
    expect(parent?.description).toBe('A question.');
    expect(title?.description).toBe('200 characters at most.');
    expect(limitsOf({ minimum: 1, maximum: 100 })).toBe('1 to 100.');
  });
});

describe('an example', () => {
  it('has what is asked for, and ends where a type refers to itself', () => {
    expect(exampleOf(TICKET, SCHEMAS, 2)).toEqual({
      id: '01890a5d-ac96-774b-bcce-b302099a8057',
      status: 'open',
      parent: {
        id: '01890a5d-ac96-774b-bcce-b302099a8057',
        status: 'open',
        parent: {},
      },
    });
  });

  it('is what the description gives', () => {
    expect(exampleOf({ type: 'string', example: 'Europe/Berlin' }, {})).toBe('Europe/Berlin');
  });
});
