// `/widget.js`: one plain script, which any page can load. Built behind the frame's page.
import { defineConfig } from 'vite';
import { precompress } from '../desk/build/precompress.ts';
import { sizeLimit } from './build/size.ts';

/** Compressed bytes that a page pays for the launcher. */
const LAUNCHER_MAX_BYTES = 10_000;

export default defineConfig({
  publicDir: false,
  plugins: [sizeLimit({ name: 'launcher', maxBytes: LAUNCHER_MAX_BYTES }), precompress()],
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: ['chrome109', 'firefox115', 'safari16'],
    lib: {
      entry: 'src/launcher/main.ts',
      formats: ['iife'],
      name: 'FrontdeskLauncher',
      fileName: () => 'widget.js',
    },
  },
});
