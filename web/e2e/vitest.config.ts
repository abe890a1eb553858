import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['sockets/**/*.test.ts', 'fuzz/**/*.test.ts'],
    // Each file runs a server of its own; more at once would only compete for the processor.
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
