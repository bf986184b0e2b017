import { expect } from 'chai';
import * as core from 'initlab';
import * as plot from 'initlab/plot';
import * as tasks from 'initlab/tasks';

/** Values of all kinds, few of which fit any argument. */
const VALUES: readonly unknown[] = [undefined, null, -1, 'x', [null], {}, [{}], Symbol.iterator];

/** Messages of V8, which say nothing of the argument that was wrong. */
const RAW =
  /Cannot (?:read|convert|destructure|mix)|is not (?:a function|iterable|a constructor)|Invalid (?:typed )?array length|allocation failed/;

/** Calls that are tested elsewhere, act on files and the backend, or take no argument. */
const EXCEPT = /^(?:load|useBackend|brokenNetworks$)/;

describe('each function of the library', () => {
  before(() => core.useBackend('wasm'));

  it('throws an error that names what is wrong, and no TypeError of JavaScript itself, for wrong arguments', async () => {
    const raw: string[] = [];
    const log = console.log;
    console.log = () => {};
    try {
      for (const [name, value] of Object.entries({ ...core, ...plot, ...tasks })) {
        if (typeof value !== 'function' || /^class /.test(String(value)) || EXCEPT.test(name)) continue;
        for (const args of VALUES.flatMap((argument) => [[argument], [argument, argument]])) {
          try {
            await (value as (...args: unknown[]) => unknown)(...args);
          } catch (error) {
            if (RAW.test((error as Error).message)) raw.push(`${name}: ${(error as Error).message}`);
          }
        }
      }
    } finally {
      console.log = log;
    }
    expect(raw).to.deep.equal([]);
  });
});
