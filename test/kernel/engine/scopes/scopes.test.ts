import { execFileSync } from 'node:child_process';
import { expect } from 'chai';

/** Runs cells in a process of its own, because scopes watch all promises of a process. */
const PROGRAM = `
import { setTimeout as sleep } from 'node:timers/promises';
import { createScopes } from './kernel/dist/engine/scopes/scopes.js';

const forgotten = [];
const scopes = createScopes((cell) => forgotten.push(cell));
const run = (cell, work) => scopes.run({ cell, code: '', label: '', allowStdin: false, expressions: {} }, work);
let goOn;
run(1, () => {});
run(2, () => void (async () => { await new Promise((resolve) => { goOn = resolve; }); })());
const callback = await new Promise((resolve) => run(3, () => resolve(scopes.bind(() => scopes.current().cell))));
for (let cell = 4; cell < 300; cell++) run(cell, () => void Promise.resolve(cell).then(() => {}));
while (forgotten.length < 296) {
  await sleep(5);
  gc();
}
console.log(JSON.stringify({ over: [1, 4, 298].every((cell) => forgotten.includes(cell)), rest: [2, 3, 299].filter((cell) => forgotten.includes(cell)) }));
goOn();
goOn = undefined;
while (!forgotten.includes(2)) {
  await sleep(5);
  gc();
}
callback();
console.log(forgotten.includes(3));
`;

describe('the scopes of cells', () => {
  it('forget a cell as soon as no promise, timer or callback of it is left', () => {
    const args = ['--expose-gc', '--input-type=module', '--eval', PROGRAM];
    const lines = execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 }).trim().split('\n');
    expect(lines).to.deep.equal(['{"over":true,"rest":[]}', 'false']);
  });
});
