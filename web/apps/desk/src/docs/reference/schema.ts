/** Reads JSON Schemas as people want to: a type in a few words, its fields, and an example. Pure. */
import type { Schema, Schemas } from './openapi';

/** How deep an example goes; what refers to itself would never end. */
const EXAMPLE_DEPTH = 4;

/** The schema that a reference leads to, with the name that it goes by. */
export function resolve(schema: Schema, schemas: Schemas): { schema: Schema; name: string | null } {
  const name = schema.$ref?.split('/').at(-1) ?? null;
  return { schema: (name === null ? schema : schemas[name]) ?? {}, name };
}

/** What a schema is apart from null: of `oneOf: [null, X]` it is X. */
export function withoutNull(schema: Schema): Schema {
  const ways = schema.oneOf ?? schema.anyOf;
  const real = ways?.filter(({ type }) => type !== 'null');
  return ways && real?.length === 1 && real[0] ? real[0] : schema;
}

/** A type in a few words: `string`, `list of Ticket`, `"open" | "closed"`, `number or null`. */
export function typeOf(given: Schema, schemas: Schemas): string {
  const { schema, name } = resolve(given, schemas);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (name !== null) return name;
  const ways = schema.oneOf ?? schema.anyOf;
  if (ways) return ways.map((way) => typeOf(way, schemas)).join(' or ');
  if (schema.allOf) return schema.allOf.map((part) => typeOf(part, schemas)).join(' and ');
  const types = [schema.type ?? 'any'].flat();
  return types.map((type) => nameOf(type, schema, schemas)).join(' or ');
}

function nameOf(type: string, schema: Schema, schemas: Schemas): string {
  if (type === 'array') return `list of ${schema.items ? typeOf(schema.items, schemas) : 'any'}`;
  if (type === 'object' && typeof schema.additionalProperties === 'object') {
    return `object of ${typeOf(schema.additionalProperties, schemas)}`;
  }
  return schema.format && type === 'string' ? `string (${schema.format})` : type;
}

export interface FieldOf {
  name: string;
  type: string;
  isRequired: boolean;
  description: string;
  /** What to unfold: an object's own fields, or those of a list's items. */
  inner: Schema | null;
}

/** The members of an object; none of anything else. */
export function fieldsOf(given: Schema, schemas: Schemas): FieldOf[] {
  const { schema } = resolve(withoutNull(given), schemas);
  const own = Object.entries(schema.properties ?? {}).map(([name, member]) => ({
    name,
    type: typeOf(member, schemas),
    isRequired: schema.required?.includes(name) ?? false,
    description: [member.description ?? described(member, schemas), limitsOf(member)]
      .filter(Boolean)
      .join(' '),
    inner: innerOf(member, schemas),
  }));
  return [...(schema.allOf ?? []).flatMap((part) => fieldsOf(part, schemas)), ...own];
}

function described(member: Schema, schemas: Schemas): string {
  return resolve(withoutNull(member), schemas).schema.description ?? '';
}

/** The least and the most, in words. */
export function limitsOf({ minimum, maximum, minLength, maxLength }: Schema): string {
  const range = (least: number | undefined, most: number | undefined, unit: string) => {
    if (least !== undefined && most !== undefined) return `${least} to ${most}${unit}.`;
    if (most !== undefined) return `${most}${unit} at most.`;
    return least !== undefined ? `${least}${unit} at least.` : '';
  };
  return range(minimum, maximum, '') || range(minLength, maxLength, ' characters');
}

/** The object within: itself, or what a list is of. Null where there is nothing to unfold. */
export function innerOf(given: Schema, schemas: Schemas): Schema | null {
  const plain = withoutNull(given);
  const { schema } = resolve(plain, schemas);
  if (schema.items) return innerOf(schema.items, schemas);
  return schema.properties || schema.allOf ? plain : null;
}

/** Something that fits the schema, as an example of it. */
export function exampleOf(given: Schema, schemas: Schemas, depth = EXAMPLE_DEPTH): unknown {
  const { schema } = resolve(withoutNull(given), schemas);
  if (schema.example !== undefined) return schema.example;
  if (schema.examples?.length) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const ways = schema.oneOf ?? schema.anyOf;
  if (ways?.[0]) return exampleOf(ways[0], schemas, depth);
  if (schema.allOf) {
    return Object.assign({}, ...schema.allOf.map((part) => exampleOf(part, schemas, depth)));
  }
  const type = [schema.type ?? 'object'].flat().find((one) => one !== 'null');
  if (type === 'array') {
    return depth > 0 && schema.items ? [exampleOf(schema.items, schemas, depth - 1)] : [];
  }
  if (type === 'object') return depth > 0 ? exampleObject(schema, schemas, depth) : {};
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
  if (type === 'boolean') return true;
  return EXAMPLES[schema.format ?? ''] ?? 'string';
}

const EXAMPLES: Readonly<Record<string, string>> = {
  'date-time': '2026-01-31T09:30:00Z',
  date: '2026-01-31',
  email: 'maya@example.com',
  uri: 'https://example.com/',
  uuid: '01890a5d-ac96-774b-bcce-b302099a8057',
};

/** The members that are asked for; all of them where none is. */
function exampleObject(schema: Schema, schemas: Schemas, depth: number): Record<string, unknown> {
  const all = Object.entries(schema.properties ?? {});
  const required = all.filter(([name]) => schema.required?.includes(name));
  const shown = required.length > 0 ? required : all;
  return Object.fromEntries(
    shown.map(([name, member]) => [name, exampleOf(member, schemas, depth - 1)]),
  );
}
