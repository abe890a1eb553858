// The packages as those get them who install them: what is in them, what a page carries of them, and
// that the front ends people use build with them.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, type Rolldown } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';

const WEB = join(import.meta.dirname, '../..');
const VITE = join(WEB, 'examples/vite');
const NEXT = join(WEB, 'examples/next');
const run = promisify(execFile);
/** Building is slow on a busy machine (milliseconds). */
const PATIENCE = 300_000;

beforeAll(() => run('node', [join(WEB, 'packages/use.mjs')]), PATIENCE);

const packageAt = (name: string) => join(VITE, 'node_modules/@frontdesk', name);
const manifestOf = async (name: string) =>
  JSON.parse(await readFile(join(packageAt(name), 'package.json'), 'utf8'));

describe.each(['client', 'react'])('@frontdesk/%s', (name) => {
  it('holds modules, types, styles and what one has to know, and nothing else', async () => {
    const files = await readdir(packageAt(name), { recursive: true, withFileTypes: true });
    const names = files.filter((file) => file.isFile()).map((file) => file.name);
    expect(names).toContain('README.md');
    expect(names).toContain('LICENSE');
    const others = names.filter((file) => !/\.(?:js|d\.ts|css)$/.test(file));
    expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
    expect(names.filter((file) => /\.test\./.test(file))).toEqual([]);
  });

  it('has a module and its types behind every entry', async () => {
    const { exports } = await manifestOf(name);
    const files = (await readdir(packageAt(name), { recursive: true })).map((file) => `./${file}`);
    for (const entry of Object.values<string | { types: string; default: string }>(exports)) {
      const wanted = typeof entry === 'string' ? [entry] : [entry.types, entry.default];
      for (const file of wanted.filter((one) => !one.includes('*'))) {
        expect(files).toContain(file);
      }
    }
  });

  it('says what it needs, and under which licence it comes', async () => {
    const manifest = await manifestOf(name);
    expect(manifest).toMatchObject({ license: 'Apache-2.0', type: 'module' });
    expect(manifest.scripts).toBeUndefined();
    expect(manifest.devDependencies).toBeUndefined();
    if (name === 'react') {
      expect(manifest.peerDependencies).toEqual({ react: '>=18', 'react-dom': '>=18' });
    }
  });
});

it('is taken by Node as it is', async () => {
  const script = `
    const { renderToString } = await import('react-dom/server');
    const { createElement } = await import('react');
    const { FaqSearch } = await import('@frontdesk/react');
    const { createServerClient } = await import('@frontdesk/react/server');
    const { state } = createServerClient('http://localhost:1');
    console.log(typeof window, state().queries.length, renderToString(createElement(FaqSearch)).length > 0);
  `;
  const { stdout } = await run('node', ['--input-type=module', '-e', script], { cwd: VITE });
  expect(stdout.trim()).toBe('undefined 0 true');
});

describe('a page carries what it uses', () => {
  it('of the client', async () => {
    const modules = await modulesOf("export { createClient } from '@frontdesk/client';");
    expect(modules).toContain('@frontdesk/client/client.js');
    expect(modules.filter((one) => /socket|outbox|uploads|idb|tus/.test(one))).toEqual([]);
  });

  it('of the hooks', async () => {
    const modules = await modulesOf("export { useFAQ } from '@frontdesk/react';");
    expect(modules).toContain('@frontdesk/react/use-faq.js');
    expect(modules.filter((one) => /socket|outbox|uploads|idb|radix|live-chat/.test(one))).toEqual(
      [],
    );
    const hooks = modules.filter((one) => /^@frontdesk\/react\/use-/.test(one));
    expect(hooks).toEqual(['@frontdesk/react/use-faq.js']);
  });

  it('of the components', async () => {
    const modules = await modulesOf("export { FaqSearch } from '@frontdesk/react';");
    expect(modules).toContain('@frontdesk/react/faq-search.js');
    expect(modules.filter((one) => /socket|chat|notification|contact|radix/.test(one))).toEqual([]);
  });
});

it(
  'builds with Vite',
  async () => {
    await run('npm', ['run', 'build'], { cwd: VITE });
    expect(await readFile(join(VITE, 'dist/index.html'), 'utf8')).toContain('assets/');
  },
  PATIENCE,
);

it(
  'builds with Next.js',
  async () => {
    const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
    await run('npm', ['run', 'build'], { cwd: NEXT, env });
    expect(await readdir(join(NEXT, '.next'))).toContain('BUILD_ID');
  },
  PATIENCE,
);

/** The modules that something of a bundle is left of, by their package and path. */
async function modulesOf(code: string): Promise<string[]> {
  const entry = join(VITE, `src/entry-${randomUUID()}.ts`);
  await writeFile(entry, code);
  const built = await build({
    root: VITE,
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      rolldownOptions: {
        input: entry,
        preserveEntrySignatures: 'strict',
        external: [/^react(?:-dom)?(?:\/|$)/],
      },
    },
  }).finally(() => rm(entry));
  const { output } = built as Rolldown.RolldownOutput;
  return output.flatMap((chunk) =>
    chunk.type === 'chunk'
      ? Object.entries(chunk.modules)
          .filter(([, { code: left }]) => (left ?? '').trim() !== '')
          .map(([id]) => id.slice(id.lastIndexOf('node_modules/') + 'node_modules/'.length))
      : [],
  );
}
