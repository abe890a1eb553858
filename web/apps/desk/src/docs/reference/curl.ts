/** A request as one would type it. Pure. */
import type { Operation, Schemas } from './openapi';
import { exampleOf } from './schema';

/** What stands for the caller's token. */
export const TOKEN_NAME = '$TOKEN';

/** A command for `curl` that can be run once what stands in it has been filled in. */
export function curlOf(operation: Operation, schemas: Schemas, origin: string): string {
  const { method, path, parameters = [], requestBody } = operation;
  const needed = parameters.filter(({ in: place, required }) => place === 'query' && required);
  const query = needed.map(({ name, schema }) => {
    const value = schema ? exampleOf(schema, schemas) : name;
    return `${name}=${encodeURIComponent(String(value))}`;
  });
  const address = `${origin}${path.replace(/\{\*?(\w+)\}/g, (_all, name) => `$${name.toUpperCase()}`)}`;
  const verb = method.toUpperCase();
  const parts = [
    `curl ${verb === 'GET' ? '' : verb === 'HEAD' ? '--head ' : `--request ${verb} `}` +
      `"${address}${query.length > 0 ? `?${query.join('&')}` : ''}"`,
  ];
  if (wantsToken(operation)) parts.push(`--header "Authorization: Bearer ${TOKEN_NAME}"`);
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  if (type?.includes('json')) {
    parts.push(`--header "Content-Type: ${type}"`);
    const body = JSON.stringify(exampleOf(content?.schema ?? {}, schemas), null, 2);
    parts.push(`--data '${body.replaceAll("'", "'\\''")}'`);
  } else if (type === 'multipart/form-data') {
    parts.push('--form "files=@picture.png"');
  } else if (type) {
    parts.push(`--header "Content-Type: ${type}"`, '--data-binary @file');
  }
  return parts.join(' \\\n  ');
}

/** Whether a token has to be sent, may be sent, or is not asked for. */
export function accessOf({
  security,
}: Pick<Operation, 'security'>): 'needed' | 'optional' | 'none' {
  if (!security || security.length === 0) return 'none';
  return security.some((way) => Object.keys(way).length === 0) ? 'optional' : 'needed';
}

const wantsToken = (operation: Operation) => accessOf(operation) === 'needed';
