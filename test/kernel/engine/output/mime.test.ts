import { expect } from 'chai';
import { toMimeBundle } from '../../../../kernel/src/engine/output/mime.js';

describe('toMimeBundle', () => {
  it('returns plain text for a value without display methods', async () => {
    expect(await toMimeBundle({ a: 1 })).to.deep.equal({ 'text/plain': '{ a: 1 }' });
    expect(await toMimeBundle(null)).to.deep.equal({ 'text/plain': 'null' });
    expect(await toMimeBundle('a')).to.deep.equal({ 'text/plain': "'a'" });
  });

  it('returns the bundle of Jupyter.display, and adds plain text if the bundle has none', async () => {
    const bundle = await toMimeBundle({ a: 1, [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>1</b>' }) });
    expect(bundle['text/html']).to.equal('<b>1</b>');
    expect(bundle['text/plain']).to.contain('a: 1');
  });

  for (const name of ['toHtml', '_repr_html_', '_toHtml']) {
    it(`shows what ${name} returns as HTML, along with plain text`, async () => {
      class Shown {
        [name]() {
          return '<b>1</b>';
        }
      }
      expect(await toMimeBundle(new Shown())).to.deep.equal({ 'text/html': '<b>1</b>', 'text/plain': 'Shown {}' });
    });
  }

  it('collects the results of all display methods in one bundle, even of asynchronous ones', async () => {
    class Shown {
      _repr_html_ = async () => '<b>';
      _repr_svg_ = () => '<svg/>';
      _repr_png_ = () => new Uint8Array([1, 2, 3]);
      _repr_jpeg_ = () => '/9j/';
      _repr_markdown_ = () => '**1**';
      _repr_latex_ = () => '$1$';
      _repr_mimebundle_ = () => ({ 'application/x+json': { a: 1 }, 'text/plain': 'mine' });
    }
    expect(await toMimeBundle(new Shown())).to.deep.equal({
      'application/x+json': { a: 1 },
      'text/html': '<b>',
      'image/svg+xml': '<svg/>',
      'image/png': 'AQID',
      'image/jpeg': '/9j/',
      'text/markdown': '**1**',
      'text/latex': '$1$',
      'text/plain': 'mine',
    });
  });

  it('adds a note to the plain text when a method throws, and keeps the results of the others', async () => {
    class Shown {
      toHtml() {
        throw new RangeError('no html');
      }
      toSvg() {
        return '<svg/>';
      }
    }
    expect(await toMimeBundle(new Shown())).to.deep.equal({
      'image/svg+xml': '<svg/>',
      'text/plain': 'Shown {}\n(toHtml failed: RangeError: no html)',
    });
  });

  it('adds a note for a result of the wrong type, and none for undefined', async () => {
    const wrong = await toMimeBundle({ _repr_png_: () => 1 });
    expect(wrong['text/plain']).to.contain(
      '_repr_png_ failed: TypeError: it must return a Uint8Array or a base64 string',
    );
    const none = await toMimeBundle({ toHtml: () => undefined, _repr_svg_: () => null });
    expect(Object.keys(none)).to.deep.equal(['text/plain']);
    expect(none['text/plain']).not.to.contain('failed');
  });
});
