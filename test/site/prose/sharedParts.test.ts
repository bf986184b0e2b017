import { expect } from 'chai';
import { html, raw } from '../../../site/src/prose/html.js';
import { renderMath } from '../../../site/src/prose/math.js';
import { shareParts } from '../../../site/src/prose/sharedParts.js';

describe('shareParts', () => {
  const share = (source: string) => shareParts(raw(source));

  it('gives spans of the same style the same class, and keeps their own classes', () => {
    const { content, styles } = share(
      '<span class="a" style="top:1em;">x</span><span style="top:1em;">y</span><span style="top:2em;">z</span>',
    );
    const [, first, second, third] =
      /^<span class="a (\w+)">x<\/span><span class="(\w+)">y<\/span><span class="(\w+)">z<\/span>$/.exec(
        String(content),
      ) ?? [];
    expect(first).to.equal(second).and.not.equal(third);
    expect(String(styles)).to.include(`.${first}{top:1em}`).and.include(`.${third}{top:2em}`);
  });

  it('gives a style the same class on every page', () => {
    const classOf = (source: string) => /class="(m[\w-]+)"><\/span>$/.exec(String(share(source).content))?.[1];
    const span = '<span style="height:0.5em;"></span>';
    expect(classOf(span)).to.be.a('string');
    expect(classOf(`<span style="height:1em;"></span>${span}`)).to.equal(classOf(span));
    expect(classOf('<span style="height:1em;"></span>')).to.not.equal(classOf(span));
  });

  it('draws the signs of roots once, and refers to them', () => {
    const { content, drawings } = share(`${renderMath('\\sqrt{2} + \\sqrt{3}', true)}`);
    const [first, second] = [...String(content).matchAll(/<use href="#([^"]*)"\/>/g)].map(([, name]) => name);
    expect(first).to.equal(second);
    expect(String(drawings).match(new RegExp(`<path id="${first}" d="M[^"]{100,}"/>`, 'g'))).to.have.length(1);
  });

  it('leaves text that looks like a span, and other elements, as they are', () => {
    const content = html`${'<span style="top:1em;">'}<td style="text-align:right">1</td><svg viewBox="0 0 1 1"><path d="M0 0"/></svg>`;
    const shared = shareParts(content);
    expect([String(shared.content), String(shared.styles), String(shared.drawings)]).to.deep.equal([
      String(content),
      '',
      '',
    ]);
  });
});
