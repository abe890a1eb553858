import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { precompress } from './build/precompress.ts';
import { serviceWorker } from './build/service-worker.ts';

/** Where `npm run dev` finds the server. */
const SERVER = process.env.FRONTDESK_URL ?? 'http://localhost:3001';

export default defineConfig({
  plugins: [react(), serviceWorker(), precompress()],
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
  test: { environment: 'happy-dom', include: ['{src,worker}/**/*.test.{ts,tsx}'] },
});
