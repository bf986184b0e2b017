import { expect } from 'chai';
import { readNotebook } from 'initlab-kernel';
import { plotBundles } from '../../site/src/figures/plotBundles.js';
import { findLessons } from '../../site/src/lessons/files.js';

// The slow tests run the notebooks and compare these outputs with the new ones.
describe('a committed notebook', () => {
  for (const { name, path } of findLessons()) {
    it(`contains a picture of every plot, and no path or address of a machine: ${name}`, () => {
      const { cells } = readNotebook(path);
      for (const bundle of plotBundles(cells)) expect(Object.keys(bundle)).to.include('image/png');
      const outputs = cells.map((cell) => (cell.cell_type === 'code' ? cell.outputs : []));
      expect(JSON.stringify(outputs)).to.not.match(
        /file:\/\/|\/home\/|\/root\/|\/Users\/|[A-Z]:\\\\|node_modules|localhost/,
      );
    });
  }
});
