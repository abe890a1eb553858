/** The parts of an OpenAPI 3.1 description that the reference shows. */

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  example?: unknown;
  examples?: unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
  description?: string;
  schema?: Schema;
}

type Content = Record<string, { schema?: Schema }>;

export interface Operation {
  id: string;
  method: string;
  path: string;
  summary?: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: { content: Content; required?: boolean; description?: string };
  responses: Record<string, { description?: string; content?: Content }>;
  /** Each is one way in; an empty one says that none is needed. */
  security?: Record<string, string[]>[];
}

/** The description as the server writes it. */
export interface OpenApi {
  tags: { name: string; description: string }[];
  paths: Record<
    string,
    Record<
      string,
      Omit<Operation, 'id' | 'method' | 'path'> & { operationId: string; tags?: string[] }
    >
  >;
  components: { schemas: Record<string, Schema> };
}

/** Schemas by their names. */
export type Schemas = Readonly<Record<string, Schema>>;
