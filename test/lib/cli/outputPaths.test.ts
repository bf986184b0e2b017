import { resolve } from 'node:path';
import { expect } from 'chai';
import { outputPaths } from '../../../lib/src/cli/outputPaths.js';

describe('the paths that initlab run writes to', () => {
  const relativeTo = (out: string, paths: string[]) =>
    [...outputPaths(paths, out)].map(([path, target]) => [path, target.slice(resolve(out).length + 1)]);

  it("are the notebooks' own paths without --out", () => {
    const paths = ['b.ipynb', 'a/b.ipynb'];
    expect([...outputPaths(paths, undefined).values()]).to.deep.equal(paths.map((path) => resolve(path)));
  });

  for (const { title, given } of [
    { title: 'no subfolder for one notebook', given: { 'x/solutions/05.ipynb': '05.ipynb' } },
    { title: 'no subfolder for notebooks of one folder', given: { 'x/1.ipynb': '1.ipynb', './x/2.ipynb': '2.ipynb' } },
    {
      title: 'the subfolder of a notebook below another',
      given: { 'x/05.ipynb': '05.ipynb', 'x/solutions/05.ipynb': 'solutions/05.ipynb' },
    },
    {
      title: 'the folders of notebooks side by side',
      given: { 'x/one/05.ipynb': 'one/05.ipynb', 'x/other/05.ipynb': 'other/05.ipynb' },
    },
    {
      title: 'the subfolders of notebooks above the current folder',
      given: { '../05.ipynb': '05.ipynb', '../s/05.ipynb': 's/05.ipynb' },
    },
    {
      title: 'the folders of names that begin alike',
      given: { 'x/one/05.ipynb': 'one/05.ipynb', 'x/one2/05.ipynb': 'one2/05.ipynb' },
    },
  ])
    it(`have ${title} under the folder of --out`, () => {
      const targets = relativeTo('out', Object.keys(given));
      expect(targets.map(([path, target]) => [path, target.replaceAll('\\', '/')])).to.deep.equal(
        Object.entries(given),
      );
    });

  it('are refused for a notebook that is given twice, even in different spellings', () => {
    for (const again of ['x/1.ipynb', './x/1.ipynb'])
      for (const out of [undefined, 'out'])
        expect(() => outputPaths(['x/1.ipynb', again], out)).to.throw('1.ipynb was given twice');
  });

  it('are refused if --out would overwrite a notebook that is to be run', () => {
    expect(() => outputPaths(['x/1.ipynb'], 'x')).to.throw('--out would write x/1.ipynb over the notebook x/1.ipynb');
    expect(() => outputPaths(['1.ipynb', 's/1.ipynb', 's/s/1.ipynb'], 's')).to.throw(
      '--out would write 1.ipynb over the notebook s/1.ipynb',
    );
  });
});
