import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { precompress } from './build/precompress.ts';
import { serviceWorker } from './build/service-worker.ts';
import { type Budget, sizeBudget } from './build/size-budget.ts';

/** Where `npm run dev` finds the server. */
const SERVER = process.env.FRONTDESK_URL ?? 'http://localhost:3001';

/** What a first visit may cost (bytes of compressed JavaScript). */
const BUDGETS: readonly Budget[] = [
  { name: 'portal', maxBytes: 120_000 },
  { name: 'console', module: '/src/console/index.tsx', maxBytes: 250_000 },
];

export default defineConfig({
  plugins: [react(), serviceWorker(), precompress(), sizeBudget(BUDGETS)],
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
  test: { environment: 'happy-dom', include: ['{src,worker,build}/**/*.test.{ts,tsx}'] },
});
