import { expect } from 'chai';
import { html, raw } from '../../../site/src/prose/html.js';

describe('html', () => {
  it('escapes every value put into the template', () => {
    expect(String(html`<p title="${'"'}">${"<img onerror=x> & '"}</p>`)).to.equal(
      '<p title="&quot;">&lt;img onerror=x&gt; &amp; &#39;</p>',
    );
  });

  it('does not escape its own results, and joins lists', () => {
    expect(String(html`<ul>${['a', '<b>'].map((item) => html`<li>${item}</li>`)}</ul>`)).to.equal(
      '<ul><li>a</li><li>&lt;b&gt;</li></ul>',
    );
  });

  it('writes nothing for undefined and false, but 0 for 0', () => {
    expect(String(html`[${undefined}${false}${0}]`)).to.equal('[0]');
  });

  it('does not escape raw text', () => {
    expect(String(html`${raw('<hr>')}`)).to.equal('<hr>');
  });

  it('rejects an object that only looks like Html', () => {
    const forged = { text: '<script>', toString: () => '<script>' };
    expect(() => String(html`${forged as unknown as string}`)).to.throw(TypeError);
  });
});
