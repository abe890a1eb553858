import { expect, it } from 'vitest';
import { type Budget, type Chunk, firstLoad, overdrawn } from './size-budget.ts';

const chunk = (fileName: string, imports: string[] = [], module?: string): Chunk => ({
  fileName,
  imports,
  isEntry: module === '/src/main.tsx',
  facadeModuleId: module ?? null,
});

const CHUNKS = [
  chunk('main.js', ['react.js'], '/src/main.tsx'),
  chunk('react.js'),
  chunk('console.js', ['react.js', 'socket.js'], '/src/console/index.tsx'),
  chunk('socket.js', ['engine.js']),
  chunk('engine.js'),
  chunk('chat.js', ['socket.js'], '/src/portal/chat-page.tsx'),
];
const PORTAL: Budget = { name: 'portal', maxBytes: 100 };
const CONSOLE: Budget = { name: 'console', modules: ['/src/console/index.tsx'], maxBytes: 200 };

it('counts the entry and what it imports, once each, and nothing that comes later', () => {
  expect(firstLoad(CHUNKS, PORTAL)).toEqual(['main.js', 'react.js']);
});

it('counts a page of its own beside the entry', () => {
  expect(firstLoad(CHUNKS, CONSOLE)).toEqual([
    'main.js',
    'react.js',
    'console.js',
    'socket.js',
    'engine.js',
  ]);
});

it('takes no page that the build does not have', () => {
  expect(() => firstLoad(CHUNKS, { ...CONSOLE, modules: ['/src/gone.tsx'] })).toThrow(
    '/src/gone.tsx',
  );
});

it('says which page has grown too large', () => {
  const sizes = new Map([
    [PORTAL, 100],
    [CONSOLE, 201],
  ]);
  expect(overdrawn([PORTAL, CONSOLE], sizes)).toEqual([expect.stringMatching(/^console: 0\.2 kB/)]);
});
