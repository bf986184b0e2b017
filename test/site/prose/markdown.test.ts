import { expect } from 'chai';
import { createHighlight } from '../../../site/src/prose/highlight.js';
import { createMarkdown, type Markdown } from '../../../site/src/prose/markdown.js';
import type { RenderContext } from '../../../site/src/prose/renderContext.js';

describe('markdown', () => {
  let markdown: Markdown;
  before(async () => {
    markdown = createMarkdown(await createHighlight());
  });

  const context = (more: Partial<RenderContext> = {}): RenderContext => ({
    where: 'notebooks/x.ipynb, cell 3',
    faults: [],
    headings: [],
    link: (href) => (href.endsWith('.ipynb') ? href.replace('.ipynb', '.html') : undefined),
    ...more,
  });
  const render = (source: string, more: Partial<RenderContext> = {}) => String(markdown.render(source, context(more)));
  /** Lists the formulas on a page as a screen reader would read them, without spaces. */
  const formulas = (page: string) =>
    [...page.matchAll(/<math.*?<\/math>/gs)].map(([math]) => math.replace(/<[^>]*>|\s/g, ''));

  it('shows HTML in prose as text', () => {
    expect(render('a <b>b</b>\n\n<script>alert(1)</script>\n\n<img src=x onerror=y>')).to.not.match(
      /<(b|script|img)\b/,
    );
  });

  it('limits the sizes in a formula', () => {
    const page = render('$\\rule{1000000em}{9999em} \\hspace{70000em} \\kern{80000em} x$');
    const sizes = [...page.matchAll(/([\d.]+)em/g)].map(([, size]) => Number(size));
    expect(sizes).to.not.have.length(0);
    for (const size of sizes) expect(size).to.be.at.most(60);
  });

  it('drops links that run scripts', () => {
    expect(render('[x](javascript:alert(1)) [y](data:text/html,z)')).to.not.include('<a ');
  });

  it('prevents line breaks between a short formula and its punctuation, and between a number and its percent sign', () => {
    const page = render('about 5 % ($x = 1$), **then $y$**. "$z$"');
    expect(page).to.include('5\u00a0%');
    expect(page.match(/<span class="no-break">\(<span class="katex">.*?<\/span>\),<\/span> <strong>/s)).to.not.equal(
      null,
    );
    expect(page.match(/class="no-break"/g)).to.have.length(2);
    expect(page).to.include('</strong>. &quot;');
    expect(formulas(page)).to.deep.equal(['x=1', 'y', 'z']);
    expect(render('$a$ % 5 and `5 %`')).to.include(' % 5').and.include('5 %</code>');
    const long = String.raw`so $\mathrm{Var}(w) = 2/(n_{in} + n_{out})$.`;
    expect(render(long)).to.not.include('class="no-break"');
  });

  describe('formulas', () => {
    it('are typeset inline, as displays, and as LaTeX environments', () => {
      const page = render('so $a$, $$b$$ and\n\n$$\nc\n$$\n\n\\begin{align}d&=e\\end{align}');
      expect(formulas(page)).to.deep.equal(['a', 'b', 'c', 'd=e']);
      expect(page.match(/class="formula scroll"/g)).to.have.length(3);
    });

    it('may contain a line break or an escaped dollar', () => {
      expect(formulas(render('$a +\nb$ and $\\$5$'))).to.deep.equal(['a+b', '$5']);
    });

    it('do not include sums of money in dollars', () => {
      expect(formulas(render('from $5 to $6, or \\$7 and \\$8'))).to.deep.equal([]);
    });

    it('keep the text after a closing pair of dollars', () => {
      expect(render('$$a$$ where b holds')).to.include('where b holds');
      expect(render('$$a$$\n(see below)')).to.include('(see below)');
    });

    it('are shown as source and reported with notebook and cell if they cannot be typeset', () => {
      const faults: string[] = [];
      const page = render('fine $a$ and $\\fracc{1}{2}$', { faults });
      expect(page).to.include('<code class="fault">\\fracc{1}{2}</code>');
      expect(faults.join()).to.match(
        /^notebooks\/x\.ipynb, cell 3: the formula "\\fracc\{1\}\{2\}" cannot be typeset: .*Undefined control sequence/,
      );
    });
  });

  describe('headings', () => {
    it('get unique ids and are collected', () => {
      const headings: RenderContext['headings'] = [];
      const page = render('# One\n\n## Two words\n\n## Two words', { headings });
      expect(headings.map(({ level, id }) => [level, id])).to.deep.equal([
        [1, 'one'],
        [2, 'two-words'],
        [2, 'two-words-2'],
      ]);
      expect(page).to.include('<h2 id="two-words-2">');
    });
  });

  describe('links', () => {
    it('keep their text if their escapes are invalid', () => {
      expect(render('[x](%E0%A4%A.ipynb)')).to.include('x');
      expect(render('[x](#%E0%A4%A)')).to.include('x');
      expect(render('![x](%E0%A4%A.png)')).to.include('x');
    });

    it('become links between pages if they lead from notebook to notebook', () => {
      expect(render('[next](02-xavier.ipynb)')).to.include('<a href="02-xavier.html">next</a>');
    });

    it('can name headings in the form that Jupyter uses', () => {
      expect(render('[up](#Two-Words)')).to.include('<a href="#two-words">up</a>');
    });

    it('become text if they lead nowhere on the site', () => {
      expect(render('see [the *data*](../data/README.md) there')).to.include(
        'see <span>the <em>data</em></span> there',
      );
    });
  });

  describe('details', () => {
    const hint = '<details><summary>Hint: $x^2$</summary>\n\nUse *two* steps:\n\n- one\n- two\n\n</details>';

    it('fold a part away under its summary, and may contain any Markdown', () => {
      const page = render(`before\n\n${hint}\n\nafter`);
      expect(page).to.match(/^<p>before<\/p>\s*<details>\s*<summary>Hint: .*<\/summary>\s*<p>Use <em>two<\/em> steps:/);
      expect(page).to.match(/<li>two<\/li>\s*<\/ul>\s*<\/details>\s*<p>after<\/p>/);
      expect(formulas(page)).to.deep.equal(['x2']);
    });

    it('work inside a list', () => {
      const inList = `1. An exercise.\n\n   ${hint.replaceAll('\n', '\n   ')}\n\n2. Another.`;
      expect(render(inList)).to.match(/<li>\s*<p>An exercise[\s\S]*<details>[\s\S]*<\/details>\s*<\/li>\s*<li>/);
    });

    it('are shown as text if they have attributes, other HTML or no closing tag', () => {
      expect(render('<details open onclick=x><summary>a</summary>\n\nb\n\n</details>')).to.not.include('<details');
      expect(render('<details><summary><img src=x></summary>\n\nb\n\n</details>')).to.not.include('<img');
      expect(render('<details><summary>a</summary>\n\nb')).to.not.include('<details>');
    });
  });

  describe('images', () => {
    const attachment = (name: string) => ({ 'a b.png': 'figures/1.png', 'animation.gif': 'figures/2.gif' })[name];

    it('are shown if they were pasted into the cell or are part of the address', () => {
      expect(render('![alt](attachment:a%20b.png)', { attachment })).to.include('<img src="figures/1.png" alt="alt">');
      const uri = 'data:image/png;base64,AAAA';
      expect(render(`![alt](${uri})`)).to.include(`<img src="${uri}" alt="alt">`);
    });

    it('are shown only to readers without scripts if they are animated', () => {
      expect(render('![alt](attachment:animation.gif)', { attachment })).to.include(
        '<noscript><img src="figures/2.gif" alt="alt"></noscript>',
      );
    });

    it('are reported as a fault with the cell if they are not in the notebook', () => {
      const faults: string[] = [];
      expect(render('![x](https://example.org/x.png)', { faults })).to.include('<code class="fault">x</code>');
      expect(faults.join()).to.match(
        /^notebooks\/x\.ipynb, cell 3: the image "https:\/\/example\.org\/x\.png" is not in the notebook/,
      );
    });
  });

  it('highlights code of a known language and shows other code as plain text', () => {
    expect(render('```ts\nconst a = 1;\n```')).to.include('<span class="k">const</span> a = <span class="n">1</span>;');
    expect(render('```nosuch\n<b>\n```')).to.include('<code>&lt;b&gt;');
  });

  it('wraps each table in a box that scrolls', () => {
    expect(render('| a |\n|---|\n| $x$ |')).to.match(
      /<div class="scroll table" tabindex="0"><table>[\s\S]*<\/table><\/div>/,
    );
  });

  it('lets code in a cell of a table break between the parts of a name, and nowhere else', () => {
    const page = render('`nn.init.x_(w)`\n\n|a|\n|-|\n|`nn.init.x_(w)`|');
    expect(page).to.include('<p><code>nn.init.x_(w)</code></p>');
    expect(page).to.include('<code>nn.<wbr>init.<wbr>x_<wbr>(<wbr>w)</code>');
  });

  it('does not make an empty corner of a table a heading', () => {
    expect(render('| | a |\n|---|---|\n| b | 1 |')).to.match(/<tr>\s*<td><\/td>\s*<th>a<\/th>/);
  });

  describe('lead', () => {
    it('is the first title with the first paragraph after it, without links and without a bold label', () => {
      const lead = markdown.lead('# A *title*\n\n**The question.** Why [this](x.ipynb)?\n\nMore.', context());
      expect(lead?.title).to.equal('A title');
      expect(String(lead?.question).trim()).to.equal('Why this?');
    });

    it('is undefined without a title', () => {
      expect(markdown.lead('only text', context())).to.equal(undefined);
    });
  });
});
