// How every suite here treats a test that fails: tried once more, so that a flaky test can be
// told from a broken one, and named if it passes then. Those are bugs to mend, not to live with.
import type { TestCase } from 'vitest/node';

const namesFlakyTests = {
  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) {
      console.log(`flaky: ${test.module.relativeModuleId} › ${test.fullName}`);
    }
  },
};

export const retried = { retry: 1, reporters: ['default', namesFlakyTests] };
