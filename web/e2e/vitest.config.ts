import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'gateway/**/*.test.ts',
      'sockets/**/*.test.ts',
      'notifications/**/*.test.ts',
      'uploads/**/*.test.ts',
      'fuzz/**/*.test.ts',
      'packages/**/*.test.ts',
    ],
    // Each file runs a server of its own; more at once would only compete for the processor.
    fileParallelism: false,
    // Longer than what waits inside a test, which says what it has waited for.
    testTimeout: 90_000,
    hookTimeout: 60_000,
  },
});
