// The page in the frame, written like React and built with Preact.
import { defineConfig } from 'vitest/config';
import { precompress } from '../desk/build/precompress.ts';
import { leaveOut } from './build/leave-out.ts';
import { sizeLimit } from './build/size.ts';

/** Where `npm run dev` finds the server. */
const SERVER = process.env.FRONTDESK_URL ?? 'http://localhost:3001';

/** Compressed bytes of everything that an opened chat loads besides the launcher. */
const CHAT_MAX_BYTES = 70_000;

export default defineConfig({
  base: '/widget/',
  plugins: [
    leaveOut(),
    sizeLimit({
      name: 'opened chat',
      maxBytes: CHAT_MAX_BYTES,
      // Loaded with the first article, and with the first file that goes in parts (tus).
      without: /\/(markdown|browser)-/,
      oneOf: /\/(de|ar)-/,
    }),
    precompress(),
  ],
  resolve: {
    alias: [
      { find: /^react$/, replacement: 'preact/compat' },
      { find: /^react-dom$/, replacement: 'preact/compat' },
      { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
      { find: /^react\/jsx-(dev-)?runtime$/, replacement: 'preact/jsx-runtime' },
    ],
  },
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
    modulePreload: { polyfill: false },
    // Browsers that know `light-dark()` and `:has()`, as the web app.
    target: ['chrome123', 'firefox121', 'safari17.5'],
    rollupOptions: { input: 'frame.html' },
  },
  test: { environment: 'happy-dom', globals: true, include: ['src/**/*.test.{ts,tsx}'] },
});
