import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readPreloadSetting } from '../../../../kernel/src/compiler/project/preloadSetting.js';
import { temporaryFolder } from '../../support/files.js';

const FORM = '"initlab-kernel": { "preload": ["PACKAGE"] }';

/** Reads the setting from a folder below the one whose package.json has this text. */
function read(text: string): { packages: readonly string[]; warnings: string[] } {
  const project = temporaryFolder();
  const folder = join(project, 'notebooks', 'deep');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(project, 'package.json'), text);
  const warnings: string[] = [];
  return { packages: readPreloadSetting(folder, (warning) => warnings.push(warning)), warnings };
}

describe('readPreloadSetting', () => {
  it('reads the packages that the nearest package.json names', () => {
    for (const preload of [['initlab'], ['@scope/package', 'other/part'], []])
      expect(read(JSON.stringify({ 'initlab-kernel': { preload } }))).to.deep.equal({
        packages: preload,
        warnings: [],
      });
  });

  it('finds no packages and gives no warning if there is no setting', () => {
    for (const text of ['{}', '{ "initlab-kernel": {} }', '[]'])
      expect(read(text), text).to.deep.equal({ packages: [], warnings: [] });
  });

  it('warns once about a setting of the wrong form', () => {
    for (const [settings, problem] of [
      ['initlab', `it must have the form ${FORM}, not "initlab-kernel": "initlab"`],
      [{ preloads: [] }, `it must have the form ${FORM}, without "preloads"`],
      [{ preload: 'initlab' }, `"preload" must be a list of package names, as in ${FORM}, not "initlab"`],
      [{ preload: [''] }, `"preload" must be a list of package names, as in ${FORM}, not [""]`],
      [{ preload: ['./local'] }, `"preload" must be a list of package names, as in ${FORM}, not ["./local"]`],
      [{ preload: null }, `"preload" must be a list of package names, as in ${FORM}, not null`],
    ])
      expect(read(JSON.stringify({ 'initlab-kernel': settings }))).to.deep.equal({
        packages: [],
        warnings: [`The kernel preloads no packages: ../../package.json: ${problem}`],
      });
  });

  it('warns once about a package.json that is not JSON', () => {
    const { packages, warnings } = read('{');
    expect(packages).to.deep.equal([]);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.match(/^The kernel preloads no packages: \.\.\/\.\.\/package\.json: .*JSON/);
  });
});
