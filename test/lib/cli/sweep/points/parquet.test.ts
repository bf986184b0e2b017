import { expect } from 'chai';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { toParquet } from '../../../../../lib/src/cli/sweep/points/parquet.js';
import { pointId } from '../../../../../lib/src/cli/sweep/points/point.js';
import type { ResultLine } from '../../../../../lib/src/cli/sweep/points/resultFile.js';
import { type Row, toRows } from '../../../../../lib/src/cli/sweep/points/rows.js';

async function readBack(rows: readonly Row[]): Promise<Record<string, unknown>[]> {
  const { buffer } = Uint8Array.from(await toParquet(rows));
  return parquetReadObjects({ file: buffer });
}

describe('toParquet', () => {
  it('writes numbers, texts, truth values, lists and gaps that hyparquet reads back', async () => {
    const rows: Row[] = [
      { depth: 4, scheme: 'he', ok: true, loss: 0.1, curve: [1, 2], mixed: 1 },
      { depth: 8, scheme: 'NaN', ok: false, loss: 'NaN', curve: { a: 1 }, mixed: 'x', error: 'Error: no' },
      { depth: 16, scheme: 'ü', ok: true, loss: '-Infinity', curve: [], mixed: null },
    ];
    expect(await readBack(rows)).to.deep.equal([
      { depth: 4, scheme: 'he', ok: true, loss: 0.1, curve: [1, 2], mixed: 1, error: null },
      { depth: 8, scheme: 'NaN', ok: false, loss: Number.NaN, curve: { a: 1 }, mixed: 'x', error: 'Error: no' },
      { depth: 16, scheme: 'ü', ok: true, loss: Number.NEGATIVE_INFINITY, curve: [], mixed: null, error: null },
    ]);
  });

  it('writes the doubles of a thousand rows to the bit', async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => ({ i, value: Math.sin(i) / 3 }));
    expect(await readBack(rows)).to.deep.equal(rows);
    const { buffer } = Uint8Array.from(await toParquet(rows));
    expect(parquetMetadata(buffer).schema.map(({ name, type }) => [name, type])).to.deep.include(['value', 'DOUBLE']);
  });
});

describe('toRows', () => {
  const line = (point: ResultLine['point'], more: Partial<ResultLine>): [string, ResultLine] => {
    const id = pointId(point);
    return [id, { id, point, seed: 5, version: 'v', seconds: 2, ...more }];
  };

  it('makes a row for each finished point, in the order of the grid', () => {
    const points = [{ a: 2 }, { a: 1 }, { a: 3 }];
    const lines = new Map([
      line({ a: 1 }, { result: { loss: 1 } }),
      line({ a: 2 }, { error: { name: 'TypeError', message: 'no' } }),
    ]);
    expect(toRows(points, lines)).to.deep.equal([
      { a: 2, error: 'TypeError: no', seconds: 2, pointSeed: 5 },
      { a: 1, loss: 1, seconds: 2, pointSeed: 5 },
    ]);
  });

  it('gives columns of the same name different names', () => {
    const point = { depth: 1, seconds: 3 };
    const lines = new Map([line(point, { result: { depth: 9, pointSeed: 8 } })]);
    expect(toRows([point], lines)).to.deep.equal([
      { depth: 1, seconds: 3, result_depth: 9, result_pointSeed: 8, sweep_seconds: 2, pointSeed: 5 },
    ]);
    expect(toRows([{ a: 1 }], new Map([line({ a: 1 }, { result: 4 })]))[0]).to.include({ result: 4 });
  });
});
