/** Reads the app's own sources for the tests of its translation. Not part of the app. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(import.meta.dirname, '..');

export interface Source {
  /** Its path below `src`. */
  path: string;
  tree: ts.SourceFile;
}

/** The sources of a folder below `src`, without their tests. */
export function sourcesOf(folder: string): Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => sourceOf(join(ROOT, folder, name)));
}

export function sourceOf(file: string, text = readFileSync(file, 'utf8')): Source {
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
  return { path: relative(ROOT, file), tree };
}

export const isCatalogueFile = ({ path }: Source): boolean => /(^|\/)locales\//.test(path);

/** `portal/layout.tsx:12`. */
export function placeOf({ path, tree }: Source, node: ts.Node): string {
  return `${path}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`;
}

export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** Text that stands in the source where a reader would see it. */
export function visibleText(source: Source): { place: string; text: string }[] {
  const found: { place: string; text: string }[] = [];
  walk(source.tree, (node) => {
    const text = textOf(node);
    if (text !== null) found.push({ place: placeOf(source, node), text });
  });
  return found;
}

/** Attributes whose words are for machines. */
const TECHNICAL_ATTRIBUTES =
  /^(key|id|className|style|type|name|value|role|rel|target|to|href|src|path|d|viewBox|fill|stroke\w*|autoComplete|inputMode|capture|accept|scope|dir|lang|preserveAspectRatio|data-.*|aria-(live|hidden|haspopup|current|autocomplete|controls))$/;
const WORD = /\p{L}{2}/u;
/** Two words, or one with a capital: code is full of single words in small letters. */
const SENTENCE = /\p{L}[\p{L}’'“”,.:;!?]* +\p{L}|^\p{Lu}\p{Ll}+/u;
/** The names of keys, of time zones and the like, as browsers know them. */
const TERMS =
  /^(Arrow(Up|Down|Left|Right)|Enter|Escape|Tab|Home|End|Backspace|Delete|Control|Meta|Shift|Alt|Page(Up|Down)|Etc\/|Files|Intl\..*|Mac.*)$/;

function textOf(node: ts.Node): string | null {
  if (ts.isJsxText(node)) return WORD.test(node.text) ? node.text.trim() : null;
  if (ts.isTemplateExpression(node)) {
    const fixed = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
    if (fixed.some((part) => /^px /.test(part))) return null; // a font, as a canvas is told of it
    return fixed.some((part) => SENTENCE.test(part)) && !isForMachines(node)
      ? node.getText()
      : null;
  }
  if (!ts.isStringLiteralLike(node) || isForMachines(node)) return null;
  return SENTENCE.test(node.text) && !TERMS.test(node.text) ? node.text : null;
}

/** Imports, types, keys of objects, comparisons, selectors, technical attributes, and what is thrown at developers. */
function isForMachines(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isJsxAttribute(parent)) return TECHNICAL_ATTRIBUTES.test(parent.name.getText());
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return true;
  if (ts.isLiteralTypeNode(parent) || ts.isCaseClause(parent)) return true;
  if (ts.isPropertyAssignment(parent)) {
    return parent.name === node || TECHNICAL_ATTRIBUTES.test(parent.name.getText());
  }
  if (ts.isBinaryExpression(parent)) return /^[!=]==$/.test(parent.operatorToken.getText());
  if (ts.isNewExpression(parent)) return /Error$/.test(parent.expression.getText());
  if (!ts.isCallExpression(parent)) return false;
  return /(querySelector(All)?|closest|addEventListener|\.includes|\.get|\.set)$/.test(
    parent.expression.getText(),
  );
}
