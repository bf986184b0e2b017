import { cleanUp } from './afterFile.js';

/** Hooks that mocha runs after all tests, or after each file if files run in parallel. */
export const mochaHooks = {
  async afterAll(this: Mocha.Context): Promise<void> {
    this.timeout(30_000);
    await cleanUp();
  },
};
