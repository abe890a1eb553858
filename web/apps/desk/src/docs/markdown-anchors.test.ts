import { expect, it } from 'vitest';
import { outline } from './headings';
import { withAnchors } from './markdown-anchors';

const heading = (tagName: string, ...children: object[]) => ({
  type: 'element',
  tagName,
  properties: {} as Record<string, unknown>,
  children,
});
const text = (value: string) => ({ type: 'text', value });

it('puts the anchors where the build says that they are', () => {
  const tree = {
    type: 'root',
    children: [
      heading('h2', text('The '), { type: 'element', tagName: 'code', children: [text('boot')] }),
      heading('p', text('Words')),
      heading('h3', text('The boot')),
    ],
  };
  withAnchors()(tree as never);
  const ids = tree.children.flatMap(({ properties }) => (properties.id ? [properties.id] : []));
  expect(ids).toEqual(
    outline('## The `boot`\n\nWords\n\n### The boot').headings.map((one) => one.id),
  );
});
