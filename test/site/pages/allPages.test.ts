import { posix } from 'node:path';
import { expect } from 'chai';
import { readCommitted } from '../../../site/src/lessons/committed.js';
import { findLessons } from '../../../site/src/lessons/files.js';
import { Site } from '../../../site/src/pages/site.js';
import { buildReference } from '../../../site/src/reference/build.js';
import { roomsOf } from '../../../site/src/reference/reference.js';

const MOST_BYTES = 250_000;

describe('the pages of all lessons and of the reference', function () {
  this.timeout(180_000);

  let site: Site;
  const pages = new Map<string, string>();
  before(async () => {
    site = await Site.open(readCommitted(findLessons()), { isLive: true });
    site.reference = await buildReference();
    for (const address of site.pages) pages.set(address, String(site.get(address)));
  });

  it('have at most 250 kB of HTML each', () => {
    expect(pages.size).to.be.at.least(30);
    const sizes = [...pages].map(([address, text]) => ({ address, bytes: Buffer.byteLength(text) }));
    expect(sizes.filter(({ bytes }) => bytes > MOST_BYTES)).to.deep.equal([]);
  });

  it('show every formula and every image', () => {
    expect(site.faults).to.deep.equal([]);
  });

  it('have no link to a page or a heading that does not exist', () => {
    const files = new Set([...pages.keys(), ...site.files, ...site.notebooks]);
    const dead: string[] = [];
    for (const [from, text] of pages) {
      for (const [, href] of text.matchAll(/ href="([^"]*)"/g)) {
        if (/^[a-z]+:/.test(href)) continue;
        const [path, fragment] = href.split('#');
        const to = path === '' ? from : posix.join(posix.dirname(from), path).replace(/^\/+/, '');
        const isThere =
          files.has(to) && (!fragment || pages.get(to)?.includes(` id="${decodeURIComponent(fragment)}"`));
        if (!isThere) dead.push(`${href} in ${from}`);
      }
    }
    expect(dead).to.deep.equal([]);
  });

  it('have a link to every source that a lesson names', () => {
    const bare: string[] = [];
    // Between two titles stands the address of the first, if the title itself is no link.
    for (const [address, text] of pages)
      for (const [, sources] of text.matchAll(/<strong>Sources\.<\/strong>(.*?)<\/p>/gs))
        for (const [, title, after] of sources.matchAll(
          /(?<!<a [^>]*>)<em>(.*?)<\/em>(?!<\/a>)(.*?)(?=<em>|<a class="cite"|$)/gs,
        ))
          if (!after.includes('<a href="https://')) bare.push(`${title} in ${address}`);
    expect(bare).to.deep.equal([]);
  });

  it('describe every function, class and constant of the library, in rooms with titles', () => {
    const reference = site.reference ?? [];
    expect(reference.length).to.be.above(250);
    const bare = reference.filter(({ kind, description }) => kind !== 'type' && description === '');
    expect(bare.map(({ name }) => name)).to.deep.equal([]);
    expect(roomsOf(reference).filter(({ name, title }) => name === title)).to.deep.equal([]);
  });

  it('link each lesson to the names that it imports', () => {
    const lesson = pages.get('03-he.html') ?? '';
    expect(lesson).to.include('<a href="reference/init.html#heNormal"><span class="f">heNormal</span></a>');
    expect(lesson.match(/href="reference\/init\.html#heNormal"/g)).to.have.length(1);
  });

  it('are found by the search, names of the library included', () => {
    const sections = JSON.parse(String(site.get('search.json'))) as { id: string; heading: string; text: string }[];
    expect(sections.find(({ heading }) => heading === 'heNormal, kaimingNormal')).to.include({
      id: 'reference/init.html#heNormal',
    });
    expect(sections.find(({ id }) => id.startsWith('03-he.html#'))).to.not.equal(undefined);
  });
});
