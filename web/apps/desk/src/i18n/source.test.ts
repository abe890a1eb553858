import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { LANGUAGE_CODES } from './languages';
import {
  isCatalogueFile,
  placeOf,
  type Source,
  sourceOf,
  sourcesOf,
  visibleText,
  walk,
} from './source';

/** The folders whose words are all in catalogues. */
const TRANSLATED = [
  'console/setup',
  'console/tour',
  'docs',
  'i18n',
  'notifications',
  'portal',
  'pwa',
  'search',
  'session',
  'ui',
];

/** What reads sources itself, and what describes the API, as its description does. */
const IN_ENGLISH = /^(?:i18n\/source|docs\/reference\/(?:schema|curl)\.ts)/;

const app = sourcesOf('.');
const textIn = (code: string) => visibleText(sourceOf('/x.tsx', code)).map(({ text }) => text);

describe('text that is no message', () => {
  it('is seen in elements, attributes, strings and templates', () => {
    expect(textIn('<p>Hello</p>')).toEqual(['Hello']);
    expect(textIn('<Field label="Your name" className="a b" />')).toEqual(['Your name']);
    expect(textIn('const a = { title: "Not sent" }')).toEqual(['Not sent']);
    expect(textIn('f(`It takes \x24{n} hours`)')).toHaveLength(1);
    expect(textIn('throw new Error("Not here"); key === "ArrowLeft"; <p>{t.hello} · </p>')).toEqual(
      [],
    );
  });

  it.each(TRANSLATED)('is nowhere in %s', (folder) => {
    const found = sourcesOf(folder).filter((source) => !isCatalogueFile(source));
    const places = found.flatMap(visibleText).map(({ place, text }) => `${place}: ${text}`);
    expect(places.filter((one) => !IN_ENGLISH.test(one))).toEqual([]);
  });
});

/** Whether what is written there runs later than the module itself. */
function isInFunction(node: ts.Node): boolean {
  return ts.findAncestor(node, ts.isFunctionLike) !== undefined;
}

/** The uses of the words that a file imports as `t`, by the file that they come from. */
function usesOf(source: Source): { from: string; key: string; node: ts.Node }[] {
  const names = new Map<string, string>();
  for (const statement of source.tree.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const from = (statement.moduleSpecifier as ts.StringLiteral).text;
    const bindings = statement.importClause?.namedBindings;
    if (!/(^|\/)locales(\/\w+)?$/.test(from) || !bindings || !ts.isNamedImports(bindings)) continue;
    for (const { name, propertyName } of bindings.elements) {
      if ((propertyName ?? name).text === 't') names.set(name.text, from);
    }
  }
  const uses: { from: string; key: string; node: ts.Node }[] = [];
  walk(source.tree, (node) => {
    if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return;
    const from = names.get(node.expression.text);
    if (!from) return;
    const folder = new URL(`${from}`, `file:///${source.path}`).pathname.slice(1);
    uses.push({ from: folder.replace(/\/index$/, ''), key: node.name.text, node });
  });
  return uses;
}

describe('messages', () => {
  const uses = app
    .filter((source) => !isCatalogueFile(source))
    .map((source) => ({ source, uses: usesOf(source) }));

  it('are read when something is drawn: before, the language is not known', () => {
    const early = uses.flatMap(({ source, uses }) =>
      uses.filter(({ node }) => !isInFunction(node)).map(({ node }) => placeOf(source, node)),
    );
    expect(early).toEqual([]);
  });

  it('are all used', () => {
    const used = new Set(uses.flatMap(({ uses }) => uses.map(({ from, key }) => `${from}/${key}`)));
    const unused = app
      .filter(({ path }) => /locales\/en\.tsx?$/.test(path))
      .flatMap((source) =>
        keysOf(source).map((key) => `${source.path.replace(/\/en\.tsx?$/, '')}/${key}`),
      )
      .filter((key) => !used.has(key));
    expect(unused).toEqual([]);
  });

  it('have a catalogue in every language', () => {
    const folders = new Set(
      app.filter(isCatalogueFile).map(({ path }) => path.replace(/\/[^/]+$/, '')),
    );
    const there = new Set(app.map(({ path }) => path.replace(/\.tsx?$/, '')));
    const wanted = [...folders].flatMap((folder) =>
      LANGUAGE_CODES.map((code) => `${folder}/${code}`),
    );
    expect(wanted.filter((path) => !there.has(path))).toEqual([]);
  });
});

/** The messages of a catalogue, by their keys. */
function keysOf({ tree }: Source): string[] {
  const words = tree.statements.find(ts.isExportAssignment)?.expression;
  if (!words || !ts.isObjectLiteralExpression(words))
    throw new Error(`no words in ${tree.fileName}`);
  return words.properties.flatMap(({ name }) =>
    name ? [name.getText(tree).replaceAll("'", '')] : [],
  );
}
