import { expect, it } from 'vitest';
import { type Chunk, filesOf } from './service-worker.ts';

const chunk = (
  fileName: string,
  {
    imports = [],
    late = [],
    module = null,
    css = [],
  }: Partial<{
    imports: string[];
    late: string[];
    module: string | null;
    css: string[];
  }> = {},
): Chunk => ({
  fileName,
  imports,
  dynamicImports: late,
  css,
  isEntry: module === '/src/main.tsx',
  facadeModuleId: module,
});

const CHUNKS = [
  chunk('main.js', {
    imports: ['react.js'],
    late: ['ticket.js', 'console.js', 'docs.js', 'ar.js', 'pdf.js'],
    module: '/src/main.tsx',
    css: ['main.css'],
  }),
  chunk('react.js'),
  chunk('ticket.js', { imports: ['react.js'], module: '/src/portal/ticket.tsx', css: ['t.css'] }),
  chunk('console.js', { late: ['settings.js'], module: '/src/console/index.tsx' }),
  chunk('settings.js', { module: '/src/console/settings.tsx' }),
  chunk('docs.js', { module: '/src/docs/index.tsx' }),
  chunk('ar.js', { module: '/src/ui/locales/ar.tsx' }),
  chunk('pdf.js', { module: '/src/ui/files/pdf-view.tsx' }),
];

it('names what every page begins with, and what each app needs besides', () => {
  expect(filesOf(CHUNKS)).toMatchObject({
    entry: ['/main.js', '/main.css', '/react.js'],
    portal: ['/ticket.js', '/t.css'],
    console: ['/console.js', '/settings.js'],
  });
});

it('is another version when any file is another', () => {
  const { version } = filesOf(CHUNKS);
  expect(filesOf([...CHUNKS].reverse()).version).toBe(version);
  expect(filesOf([...CHUNKS, chunk('new.js')]).version).not.toBe(version);
});
