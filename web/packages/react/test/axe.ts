// Whether what is on the page keeps the rules of WCAG 2.2 AA that can be told without a layout. What
// needs one, such as contrast, is looked at in a browser.

import axe from 'axe-core';

/** What axe finds, as `rule: element`; empty when all is well. */
export async function violations(place: Element = document.body): Promise<string[]> {
  const { violations: found } = await axe.run(place, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
