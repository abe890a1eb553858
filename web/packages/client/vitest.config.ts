import { defineConfig } from 'vitest/config';

export default defineConfig({
  // As in a browser: Node would get a build of tus-js-client that knows no File.
  resolve: { alias: { 'tus-js-client': 'tus-js-client/lib.esm/browser/index.js' } },
  // Nothing here waits for a time; a busy machine may take its own.
  test: { testTimeout: 20_000 },
});
