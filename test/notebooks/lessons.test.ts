import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeFailure, runNotebook } from 'initlab-kernel';

const root = join(import.meta.dirname, '../../notebooks');
const notebooks = ['.', 'solutions'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ipynb'))
    .map((name) => join(folder, name)),
);

describe('every notebook', () => {
  for (const name of notebooks) {
    it(`${name} runs top to bottom, and its claims hold`, async () => {
      const { failure } = await runNotebook(join(root, name), { timeout: 120 });
      if (failure) throw new Error(describeFailure(failure));
    }).timeout(300_000);
  }
});
