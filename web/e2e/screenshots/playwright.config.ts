// The pictures of the documentation: taken of a real desk with the demo's data, not tested.
import { defineConfig } from '@playwright/test';
import tests from '../playwright.config';

export default defineConfig({
  ...tests,
  testDir: '.',
  testMatch: 'take.ts',
  outputDir: '../test-results',
  workers: 1,
  retries: 0,
});
