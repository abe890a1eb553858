/**
 * A Vite plugin that makes the reference of the API from `openapi.json`: `virtual:api` lists the
 * operations by subject, `virtual:api/<tag>` has those of one subject whole, with the schemas that
 * they reach and no others. So a reader loads what they read.
 */
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';
import type { OpenApi, Operation, Schema } from '../src/docs/reference/openapi.ts';

const INDEX = 'virtual:api';
const TAG = 'virtual:api/';
const MADE = '\0';
const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const;

export function apiReference(file: string): Plugin {
  return {
    name: 'frontdesk:api-reference',
    resolveId(id) {
      return id === INDEX || id.startsWith(TAG) ? MADE + id : null;
    },
    async load(id) {
      if (!id.startsWith(MADE + INDEX)) return null;
      this.addWatchFile(file);
      const api = JSON.parse(await readFile(file, 'utf8')) as OpenApi;
      if (id === MADE + INDEX) return index(api);
      const tag = id.slice((MADE + TAG).length);
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(ofTag(api, tag)))});`;
    },
  };
}

function index(api: OpenApi): string {
  const subjects = api.tags.map(({ name, description }) => ({
    name,
    description,
    operations: operationsOf(api, name).map(({ id, method, path, summary }) => ({
      id,
      method,
      path,
      summary,
    })),
  }));
  const loaders = api.tags.map(
    ({ name }) => `${JSON.stringify(name)}: () => import(${JSON.stringify(TAG + name)})`,
  );
  return [
    `export const SUBJECTS = ${JSON.stringify(subjects)};`,
    `export const REFERENCES = {${loaders.join(',')}};`,
  ].join('\n');
}

/** One subject: its operations and all the schemas that they reach. */
export function ofTag(
  api: OpenApi,
  tag: string,
): { operations: Operation[]; schemas: Record<string, Schema> } {
  const operations = operationsOf(api, tag);
  const schemas: Record<string, Schema> = {};
  const reach = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const [key, value] of Object.entries(part)) {
      if (key !== '$ref' || typeof value !== 'string') {
        reach(value);
        continue;
      }
      const name = value.split('/').at(-1) ?? '';
      const schema = api.components.schemas[name];
      if (!schema || Object.hasOwn(schemas, name)) continue;
      schemas[name] = schema;
      reach(schema);
    }
  };
  reach(operations);
  return { operations, schemas };
}

function operationsOf({ paths }: OpenApi, tag: string): Operation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      if (!operation?.tags?.includes(tag)) return [];
      const { tags: _tags, operationId: id, ...rest } = operation;
      return [{ ...rest, id, method, path }];
    }),
  );
}
