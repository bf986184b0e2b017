import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

/**
 * Compares a value with its committed snapshot in test/snapshots. `UPDATE_SNAPSHOTS=1 npm test`
 * rewrites all snapshots. A missing snapshot is an error, so a test never passes by writing what it
 * should have checked.
 */
export function expectSnapshot(name: string, value: unknown): void {
  const path = join(import.meta.dirname, '../snapshots', `${name}.json`);
  const text = `${JSON.stringify(value, null, 2)}\n`;
  if (process.env.UPDATE_SNAPSHOTS) writeFileSync(path, text);
  if (!existsSync(path))
    throw new Error(`No snapshot ${name}.json; write it with UPDATE_SNAPSHOTS=1 npm test, and look at it.`);
  expect(JSON.parse(text)).to.deep.equal(JSON.parse(readFileSync(path, 'utf8')));
}
