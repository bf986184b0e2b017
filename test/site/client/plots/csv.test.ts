import { expect } from 'chai';
import { toCsv } from '../../../../site/client/plots/csv.js';

describe('toCsv', () => {
  it('writes one row per point with the name of its trace', () => {
    const table = toCsv([
      { name: 'a', x: [0, 1], y: [2, 3] },
      { x: [5], y: [null] },
    ]);
    expect(table).to.equal('trace,x,y\na,0,2\na,1,3\ntrace 2,5,\n');
  });

  it('numbers the points of a trace without x', () => {
    expect(toCsv([{ name: 'a', y: [7, 8] }])).to.equal('trace,x,y\na,0,7\na,1,8\n');
  });

  it('writes one row per entry of a matrix', () => {
    expect(toCsv([{ name: 'h', x: ['p', 'q'], y: ['r'], z: [[1, 2]] }])).to.equal('trace,x,y,z\nh,p,r,1\nh,q,r,2\n');
  });

  it('quotes fields with commas and quotes', () => {
    expect(toCsv([{ name: 'a, "b"', y: [1] }])).to.equal('trace,x,y\n"a, ""b""",0,1\n');
  });
});
