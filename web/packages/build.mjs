// Builds a package as it is published: `dist/` of the package that this is run in, with a
// `package.json`, types and modules of its own. What the workspace itself uses are the sources.
//
// One module stays one module, so that bundlers carry what is imported and leave the rest.

import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const SOURCE = 'src';
const TARGET = 'dist';
const ROOT = resolve(import.meta.dirname, '../..');
/** Members of package.json that are of no use to those who install the package. */
const OWN_AFFAIRS = ['scripts', 'devDependencies', 'private'];

/** Frameworks that render on servers are told where the browser's part begins: hooks, components. */
const isForClients = process.argv.includes('--use-client');
const USES_REACT = /\bfrom 'react(?:\/jsx-runtime)?'/;
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

rmSync(TARGET, { recursive: true, force: true });
execFileSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
copyAssets();
for (const file of files(TARGET, /\.(?:js|d\.ts)$/)) {
  const code = withExtensions(readFileSync(file, 'utf8'), dirname(file));
  writeFileSync(
    file,
    file.endsWith('.js') && isForClients && USES_REACT.test(code) ? `'use client';\n${code}` : code,
  );
}
for (const [name, from] of [
  ['README.md', '.'],
  ['LICENSE', ROOT],
]) {
  cpSync(join(from, name), join(TARGET, name));
}
writeFileSync(join(TARGET, 'package.json'), `${JSON.stringify(published(manifest), null, 2)}\n`);

/** What the compiler leaves where it is: styles, and types that are not written but generated. */
function copyAssets() {
  for (const file of files(SOURCE, /\.(?:css|d\.ts)$/)) {
    const to = join(TARGET, file.slice(SOURCE.length + 1));
    mkdirSync(dirname(to), { recursive: true });
    cpSync(file, to);
  }
}

/** Browsers and Node take no module without its extension. */
function withExtensions(code, folder) {
  return code.replace(
    /(\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)(['"])(\.{1,2}\/[^'"]+)\2/g,
    (_all, before, quote, path) => `${before}${quote}${whole(path, folder)}${quote}`,
  );
}

function whole(path, folder) {
  if (/\.(?:js|css)$/.test(path)) return path;
  const candidates = [`${path}.js`, `${path}/index.js`];
  const found = candidates.find((candidate) => {
    const file = join(folder, candidate);
    return existsSync(file) || existsSync(file.replace(/\.js$/, '.d.ts'));
  });
  if (!found) throw new Error(`${folder}: nothing is at ${path}`);
  return found;
}

function published(source) {
  const entries = Object.entries(source).filter(([name]) => !OWN_AFFAIRS.includes(name));
  const exports = Object.fromEntries(
    Object.entries(source.exports).map(([name, file]) => [name, entryOf(file)]),
  );
  return {
    ...Object.fromEntries(entries),
    exports: { ...exports, './package.json': './package.json' },
  };
}

function entryOf(file) {
  const built = file.replace(`./${SOURCE}/`, './');
  if (!/\.tsx?$/.test(built)) return built;
  const stem = built.replace(/\.tsx?$/, '');
  return { types: `${stem}.d.ts`, default: `${stem}.js` };
}

function files(folder, pattern) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
