import { defineConfig } from 'vitest/config';
import { retried } from '../../flaky-tests';

export default defineConfig({
  test: { ...retried, environment: 'happy-dom', testTimeout: 20_000 },
});
