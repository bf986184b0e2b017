import { expect } from 'chai';
import { createHighlight } from '../../../../site/src/prose/highlight.js';
import { createMarkdown, type Markdown } from '../../../../site/src/prose/markdown.js';

describe('citations', () => {
  let markdown: Markdown;
  before(async () => {
    markdown = createMarkdown(await createHighlight());
  });

  const render = (source: string) =>
    String(markdown.renderInline(source, { where: '', faults: [], headings: [], link: () => undefined }));

  it('link the title of a source, by its first part as well, and name the whole source', () => {
    const page = render('He et al., *Delving Deep into Rectifiers* (2015), and *other words*');
    expect(page).to.match(
      /<a class="cite" href="https:\/\/doi\.org\/10\.1109\/ICCV\.2015\.123" aria-description="K\. He, [^"]*ICCV 2015[^"]*"><em>Delving Deep into Rectifiers<\/em><\/a>/,
    );
    expect(page).to.include('<em>other words</em>');
  });

  it('leave a title that has a link of its own or is part of one', () => {
    const title = '*All you need is a good init*';
    expect(render(`${title} (2016), [doi](https://doi.org/1)`)).to.not.include('class="cite"');
    expect(render(`[${title}](https://doi.org/1)`)).to.not.include('class="cite"');
    expect(render(`${title}, *Deep Learning*, [doi](https://doi.org/1)`).match(/class="cite"/g)).to.have.length(1);
  });
});
