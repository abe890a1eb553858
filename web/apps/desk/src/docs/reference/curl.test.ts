import { expect, it } from 'vitest';
import { accessOf, curlOf } from './curl';
import type { Operation } from './openapi';

const DESK = 'https://desk.example';
const read: Operation = {
  id: 'getTicket',
  method: 'get',
  path: '/api/support/tickets/{id}',
  responses: {},
  security: [{ bearer: [] }],
  parameters: [
    { name: 'id', in: 'path', required: true },
    { name: 'limit', in: 'query', schema: { type: 'integer' } },
  ],
};

it('reads with a token where one is needed, and leaves out what may be missing', () => {
  expect(curlOf(read, {}, DESK)).toBe(
    `curl "${DESK}/api/support/tickets/$ID" \\\n  --header "Authorization: Bearer $TOKEN"`,
  );
});

it('sends an example of the body, safe in its quotes', () => {
  const open: Operation = {
    ...read,
    method: 'post',
    path: '/tickets',
    security: [{}, { bearer: [] }],
    parameters: [{ name: 'at', in: 'query', required: true, schema: { example: 'a b' } }],
    requestBody: {
      content: {
        'application/json': {
          schema: { properties: { subject: { type: 'string', example: "It’s n't" } } },
        },
      },
    },
  };
  expect(accessOf(open)).toBe('optional');
  expect(curlOf(open, {}, DESK)).toBe(
    [
      `curl --request POST "${DESK}/tickets?at=a%20b"`,
      '--header "Content-Type: application/json"',
      `--data '{\n  "subject": "It’s n'\\''t"\n}'`,
    ].join(' \\\n  '),
  );
});
