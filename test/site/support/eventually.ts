import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';

/** Time in milliseconds that a page may take to react on a machine that has other work. */
const PATIENCE_MS = 15_000;

/**
 * Reads a value until it is the expected one. A page reacts to many things (a theme of the system,
 * a scroll, a finger) after the call that caused them has returned.
 */
export async function eventually<T>(read: () => Promise<T>, expected: T): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  let value = await read();
  const isReached = () => JSON.stringify(value) === JSON.stringify(expected);
  while (!isReached() && performance.now() < end) {
    await sleep(20);
    value = await read();
  }
  expect(value).to.deep.equal(expected);
}
