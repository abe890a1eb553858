import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { apiReference } from './build/api-reference.ts';
import { guide } from './build/guide.ts';
import { icons } from './build/icons.ts';
import { precompress } from './build/precompress.ts';
import { serviceWorker } from './build/service-worker.ts';
import { type Budget, sizeBudget } from './build/size-budget.ts';

/** Where `npm run dev` finds the server. */
const SERVER = process.env.FRONTDESK_URL ?? 'http://localhost:3001';

const REPOSITORY = resolve(import.meta.dirname, '../../..');

/** The words that a page waits for, in the language that needs most bytes for them. */
const wordsOf = (...parts: string[]) => parts.map((part) => `/src/${part}/locales/ar.tsx`);

/** What a first visit may cost (bytes of compressed JavaScript). */
const BUDGETS: readonly Budget[] = [
  { name: 'portal', modules: wordsOf('ui', 'portal'), maxBytes: 120_000 },
  {
    name: 'console',
    modules: ['/src/console/index.tsx', ...wordsOf('ui')],
    maxBytes: 250_000,
  },
];

export default defineConfig({
  plugins: [
    react(),
    guide({
      contents: resolve(REPOSITORY, 'docs/guide/contents.json'),
      pictures: resolve(import.meta.dirname, 'public/guide/pictures.json'),
    }),
    apiReference(resolve(REPOSITORY, 'openapi.json')),
    icons(),
    serviceWorker(),
    precompress(),
    sizeBudget(BUDGETS),
  ],
  server: {
    proxy: {
      '/api': SERVER,
      '/ipfs': SERVER,
      '/socket.io': { target: SERVER, ws: true },
    },
  },
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    // Browsers that know `light-dark()`, which the colour tokens are written in.
    target: ['chrome123', 'firefox120', 'safari17.5'],
  },
  test: {
    environment: 'happy-dom',
    include: ['{src,worker,build}/**/*.test.{ts,tsx}'],
    setupFiles: ['src/i18n/test-setup.ts'],
  },
});
