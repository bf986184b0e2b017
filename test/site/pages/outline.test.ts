import { expect } from 'chai';
import { pageLink, relative } from '../../../site/src/pages/outline.js';
import { Site } from '../../../site/src/pages/site.js';
import { lesson, prose } from '../support/lessons.js';

/** Names that mean something else in the address of a link unless they are escaped. */
const NAMES = ['01-50% off', '02-C#', '03-why?', '04-a%20b', 'solutions/02-C#'];

describe('links between pages', () => {
  let site: Site;
  before(async () => {
    site = await Site.open(NAMES.map((name) => lesson(name, prose(`# ${name}`))));
  });

  it('lead to the pages and notebooks of lessons whatever their names are', () => {
    const known = new Set([...site.pages, ...site.notebooks, ...site.files]);
    for (const name of NAMES) {
      const page = String(site.get(`${name}.html`));
      const here = new URL(name.split('/').map(encodeURIComponent).join('/'), 'http://site/');
      const targets = [...page.matchAll(/href="([^"]+)"/g)]
        .map(([, href]) => new URL(href, here))
        .filter(({ host, hash }) => host === here.host && hash === '')
        .map(({ pathname }) => decodeURIComponent(pathname.slice(1)));
      for (const target of targets) expect(known, `${name} links to ${target}`).to.include(target);
      expect(targets).to.include(`${name}.ipynb`);
    }
    expect(String(site.get('index.html'))).to.include('href="02-C%23.html"');
  });

  it('are escaped if prose writes them', () => {
    expect(pageLink('01-50% off', '02-C%23.ipynb', new Set(NAMES))).to.equal('02-C%23.html');
    expect(pageLink('solutions/02-C#', '../04-a%2520b.ipynb', new Set(NAMES))).to.equal('../04-a%2520b.html');
    expect(relative('solutions/02-C%23.html', '02-C%23.html')).to.equal('../02-C%23.html');
  });
});
