import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { DataError, loadSweep } from 'initlab/tasks';
import * as edgeOfChaos from '../../../../data/sweeps/edge-of-chaos.js';
import * as xavierHe from '../../../../data/sweeps/xavier-he.js';
import { temporaryFolder } from '../../../kernel/support/files.js';

/** Lists the points of a grid in the order in which a sweep takes them. */
function pointsOf(grid: Record<string, readonly unknown[]>): Record<string, unknown>[] {
  return Object.entries(grid).reduce<Record<string, unknown>[]>(
    (points, [axis, values]) => points.flatMap((point) => values.map((value) => ({ ...point, [axis]: value }))),
    [{}],
  );
}

describe('loadSweep', () => {
  for (const [name, { grid }] of Object.entries({ 'edge-of-chaos': edgeOfChaos, 'xavier-he': xavierHe })) {
    it(`has an accuracy for every point of the grid: ${name}`, () => {
      const rows = loadSweep(name);
      const places = rows.map((row) => Object.fromEntries(Object.keys(grid).map((axis) => [axis, row[axis]])));
      expect(places).to.deep.equal(pointsOf(grid));
      for (const { accuracy } of rows) expect(accuracy).to.be.within(0, 1);
    });
  }

  it('reads the rows of a file, and leaves empty lines out', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'mine.ndjson'), '{"depth":4,"error":"too deep"}\n\n{"depth":8,"accuracy":null}\r\n');
    expect(loadSweep('mine', folder)).to.deep.equal([
      { depth: 4, error: 'too deep' },
      { depth: 8, accuracy: null },
    ]);
  });

  it('names the file that is missing, and rejects a name that is none', () => {
    expect(() => loadSweep('nothing', temporaryFolder())).to.throw(DataError, /nothing\.ndjson.*missing/);
    expect(() => loadSweep('../nothing')).to.throw(TypeError, /name is "\.\.\/nothing"; it must be the name/);
  });
});
