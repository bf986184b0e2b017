import { expect } from 'chai';
import { faultOfPrediction, randomNet } from './randomNets.js';

describe('predict, for very deep random nets,', () => {
  it('ends with numbers or with the overflow, and never hangs, at up to 500 layers and weights from 1e-30 to 1e30', () => {
    const faults: string[] = [];
    for (let seed = 1000; seed < 1020; seed++) {
      const { label, net } = randomNet(seed, { layers: 500, exponent: 30 });
      const before = process.cpuUsage().user;
      const fault = faultOfPrediction(net);
      const seconds = (process.cpuUsage().user - before) / 1e6;
      if (fault !== undefined) faults.push(`${label}: ${fault}`);
      // The slowest net takes 10 s; the bound only has to tell slow work from a loop without end.
      if (seconds > 30) faults.push(`${label}: took ${seconds} s`);
    }
    expect(faults).to.deep.equal([]);
  });
});
