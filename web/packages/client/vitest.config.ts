import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Nothing here waits for a time; a busy machine may take its own.
  test: { testTimeout: 20_000 },
});
