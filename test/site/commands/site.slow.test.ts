import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { notebook, prose } from '../support/lessons.js';
import { Project } from '../support/project.js';

const text = notebook(prose('# 1 · Text\n\nIs it written?'));

describe('npm run site', function () {
  this.timeout(60_000);

  let project: Project;
  afterEach(() => project.remove());

  it('writes the pages, and replaces those of an earlier run', async () => {
    project = new Project({ '01-text': text });
    for (const run of [project.site(), project.site()]) {
      expect((await run.ended).code, run.output()).to.equal(0);
      expect(run.output()).to.include('1 lesson written to _site');
      expect(readFileSync(project.path('_site/01-text.html'), 'utf8')).to.include('Is it written?');
    }
    expect(folders()).to.deep.equal(['_site']);
  });

  it('refuses a folder with other files and a file, and changes neither', async () => {
    project = new Project({ '01-text': text });
    mkdirSync(project.path('thesis'));
    writeFileSync(project.path('thesis/chapter.txt'), 'years of work');
    writeFileSync(project.path('letter'), 'a page');
    for (const [out, message] of [
      ['thesis', 'The folder thesis has other files, which would be lost. Choose another folder with --out.\n'],
      ['letter', 'letter is a file, not a folder. Choose a folder with --out.\n'],
    ]) {
      const run = project.site('--out', out);
      expect((await run.ended).code).to.equal(1);
      expect(run.output()).to.equal(message);
    }
    expect(readFileSync(project.path('thesis/chapter.txt'), 'utf8')).to.equal('years of work');
    expect(readFileSync(project.path('letter'), 'utf8')).to.equal('a page');
  });

  it('reports in one line that a folder cannot be made', async () => {
    project = new Project({ '01-text': text });
    writeFileSync(project.path('letter'), 'a page');
    const run = project.site('--out', 'letter/site');
    expect((await run.ended).code).to.equal(1);
    expect(run.output()).to.match(/^E\w+: [^\n]*letter[^\n]*\n$/);
  });

  it('keeps the pages of an earlier run on Ctrl-C, and leaves nothing else', async () => {
    const many = Array.from({ length: 60 }, (_, i) => [`${String(i + 1).padStart(2, '0')}-text`, text] as const);
    project = new Project(Object.fromEntries(many));
    mkdirSync(project.path('_site/assets'), { recursive: true });
    writeFileSync(project.path('_site/assets/page.js'), 'of an earlier run');
    const run = project.site();
    const ended = run.ended.then(() => true);
    while (folders().length < 2 && !(await Promise.race([ended, sleep(1, false)])));
    run.child.kill('SIGINT');
    expect((await run.ended).code, run.output()).to.equal(130);
    expect(folders()).to.deep.equal(['_site']);
    expect(readFileSync(project.path('_site/assets/page.js'), 'utf8')).to.equal('of an earlier run');
    expect(existsSync(project.path('_site/01-text.html'))).to.equal(false);
  });

  /** Lists the folders that the command has made, finished or not. */
  function folders(): string[] {
    return readdirSync(project.folder).filter((name) => name.startsWith('_site'));
  }
});
