import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { buildSite } from '../../../site/src/pages/buildSite.js';
import { code, failed, gallery, late, lesson, prose, shown, solutions, stream } from '../support/lessons.js';

describe('buildSite', () => {
  let outDir: string;
  const page = (name: string) => readFileSync(join(outDir, name), 'utf8');

  before(async () => {
    outDir = join(mkdtempSync(join(tmpdir(), 'initlab-site-')), 'site');
    mkdirSync(outDir);
    writeFileSync(join(outDir, 'left-over.html'), '');
    await buildSite({ lessons: [gallery, failed, late, solutions], outDir });
  });
  after(() => rmSync(dirname(outDir), { recursive: true }));

  it('writes compressed copies of texts where they are asked for', async () => {
    const folder = join(dirname(outDir), 'compressed');
    await buildSite({ lessons: [late], outDir: folder, hasGzip: true });
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    for (const name of ['index.html', '03-late.ipynb', join('assets', 'page.js')])
      expect(gunzipSync(readFileSync(join(folder, `${name}.gz`))), name).to.deep.equal(
        readFileSync(join(folder, name)),
      );
    expect(names.filter((name) => /\.(woff2|png|gz)\.gz$/.test(name))).to.deep.equal([]);
    expect(readdirSync(outDir).filter((name) => name.endsWith('.gz'))).to.deep.equal([]);
  });

  it('writes an index, a page per lesson, a page for unknown addresses and shared files', () => {
    expect(readdirSync(outDir)).to.have.members([
      'index.html',
      '404.html',
      '01-gallery.html',
      '01-gallery.ipynb',
      '02-failed.html',
      '02-failed.ipynb',
      '03-late.html',
      '03-late.ipynb',
      'reference',
      'solutions',
      'assets',
      'figures',
      'offline.js',
      'playground.html',
      'run',
      'search.json',
    ]);
    expect(readdirSync(join(outDir, 'assets'))).to.have.members(['page.js', 'style.css', 'plotly.js', 'fonts']);
  });

  it('writes no link, script or style whose target is missing', () => {
    const names = ['index.html', '01-gallery.html', '02-failed.html', '03-late.html', 'solutions/01-gallery.html'];
    for (const name of names) {
      for (const [, address] of page(name).matchAll(/ (?:href|src|data-figure)="([^"]*)"/g)) {
        if (address.startsWith('data:')) continue;
        const [path, fragment] = address.split('#');
        const target = path === '' ? name : posix.join(posix.dirname(name), path);
        expect(existsSync(join(outDir, target)), `${address} in ${name}`).to.equal(true);
        if (fragment) expect(page(target), `${address} in ${name}`).to.include(`id="${fragment}"`);
      }
    }
  });

  it('writes a style sheet that loads only files of the site', () => {
    const style = page('assets/style.css');
    const targets = [...style.matchAll(/url\("?([^")]*)"?\)/g)].map((match) => match[1]);
    expect(targets).to.include('./fonts/KaTeX_Main-Regular.woff2');
    for (const target of targets.filter((target) => !target.startsWith('data:'))) {
      expect(existsSync(join(outDir, 'assets', target)), target).to.equal(true);
    }
  });

  it('lists the lessons in order, with question, solutions and failures', () => {
    const index = page('index.html');
    const titles = [...index.matchAll(/<h2><a href="([^"]*)">([^<]*)<\/a>( <span class="failed-mark">)?/g)];
    expect(titles.map(([, href, title, mark]) => [href, title, mark !== undefined])).to.deep.equal([
      ['01-gallery.html', 'Everything a page can hold', false],
      ['02-failed.html', 'A lesson that fails', true],
      ['03-late.html', 'A lesson that hangs', true],
    ]);
    expect(index).to.include('What does a failing cell look like?');
    expect(index).to.include('<a href="solutions/01-gallery.html"');
  });

  it('links each lesson to its neighbours and its solutions', () => {
    expect(page('02-failed.html')).to.match(/class="previous" href="01-gallery.html"/);
    expect(page('02-failed.html')).to.match(/class="next" href="03-late.html"/);
    expect(page('01-gallery.html')).to.match(/class="companion" href="solutions\/01-gallery.html"/);
    expect(page('solutions/01-gallery.html')).to.match(/class="parent" href="..\/01-gallery.html"/);
  });

  it('shows a failure at the top of the page and at its cell, and marks the cells that did not run', () => {
    const text = page('02-failed.html');
    expect(text).to.match(/failed-banner[\s\S]*<a href="#in-2">In \[2\]<\/a>, line 1:[\s\S]*TypeError: Cannot read/);
    const [, first, second, third] = text.split('<div class="cell" id="in-');
    expect(first).to.include('fine').and.not.include('not run');
    expect(second).to.include('class="output error"');
    expect(third).to.include('not run');
  });

  it('shows at its cell why a run was stopped from outside', () => {
    const [, cell] = page('03-late.html').split('<div class="cell" id="in-1"');
    expect(cell).to.include('<strong>Timeout</strong>: the cell was still running after 600 s');
  });

  it('writes pages without inline scripts and event handlers', () => {
    for (const name of ['index.html', '01-gallery.html', '404.html']) {
      for (const [element] of page(name).matchAll(/<script[^>]*>/g)) {
        expect(element).to.match(/ src="[^"]*assets\/page\.js"| type="application\/json"/);
      }
      expect(page(name)).to.not.match(/ on[a-z]+="/);
      expect(page(name)).to.include('default-src &#39;none&#39;; script-src &#39;self&#39;');
    }
  });

  it('removes the progress bars of work that has ended', async () => {
    const bar = {
      ...shown({ 'text/html': '<progress>', 'text/plain': '[##]' }),
      metadata: { initlab: { progress: true } },
    };
    const trained = lesson('08-trained', prose('# Trained'), code('await train()', bar, stream('stdout', 'trained')));
    await buildSite({ lessons: [trained], outDir });
    expect(page('08-trained.html')).to.include('trained').and.not.include('<iframe').and.not.include('[##]');
  });

  it('reports the notebook and the cell of a formula that cannot be typeset, and shows its source', async () => {
    const bad = lesson('09-bad', prose('# Bad'), prose('So $\\nosuch$.'));
    const good = lesson('10-good', prose('# Good'));
    const faults = await buildSite({ lessons: [bad, good], outDir });
    expect(faults).to.have.length(1);
    expect(faults[0]).to.match(/^notebooks\/09-bad\.ipynb, cell 2: the formula "\\nosuch" cannot be typeset/);
    expect(page('09-bad.html')).to.include('So <span class="no-break"><code class="fault">\\nosuch</code>.</span>');
    expect(page('10-good.html')).to.include('Good');
  });
});
