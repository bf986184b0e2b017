import { expect } from 'chai';
import { useBackend } from 'initlab';
import { faults } from './faults.js';
import { healthy } from './networks.js';
import { type Judged, judgeFault, judgeHealthy } from './score.js';

const seeds = [101, 102];

/** At 95 % of right judgements 8 wrong ones of about 90 are exceeded in fewer than 5 of 100 sets of seeds; the seeds are fixed. */
describe('diagnose on the fault library', () => {
  before(() => useBackend('wasm'));

  it('is right for 95 % of the faults, kind and layer', () => {
    const wrong = judged(Object.keys(faults), judgeFault).filter(({ right }) => !right);
    expect(wrong.length / (seeds.length * Object.keys(faults).length), describeWrong(wrong)).to.be.at.most(0.08);
  });

  it('raises few false alarms', () => {
    const wrong = judged(Object.keys(healthy), judgeHealthy).filter(({ right }) => !right);
    expect(wrong.length / (seeds.length * Object.keys(healthy).length), describeWrong(wrong)).to.be.at.most(0.06);
  });
});

function judged(titles: readonly string[], judge: (title: string, seed: number) => Judged): Judged[] {
  return titles.flatMap((title) => seeds.map((seed) => judge(title, seed)));
}

function describeWrong(wrong: readonly Judged[]): string {
  return wrong.map(({ title, seed, found, foundLayer }) => `${title}, seed ${seed}: ${found} ${foundLayer}`).join('\n');
}
