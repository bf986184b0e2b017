import { expect } from 'chai';
import { ofType, run, textOf, useSharedKernel } from '../support/kernel.js';

describe('the kernel', () => {
  useSharedKernel();

  it('loses none of 100,000 lines', async () => {
    const result = await run('for (let i = 0; i < 1e5; i++) console.log("line", i);');
    expect(textOf(result, 'stdout')).to.equal(Array.from({ length: 1e5 }, (_, i) => `line ${i}\n`).join(''));
    expect(ofType(result, 'stream').length).to.be.below(100);
  });

  it('loses no line if each is written in another turn of the event loop', async () => {
    const result = await run('for (let i = 0; i < 2000; i++) { console.log(i); if (i % 50 === 0) await null; }');
    expect(textOf(result, 'stdout')).to.equal(Array.from({ length: 2000 }, (_, i) => `${i}\n`).join(''));
  });

  it('keeps the order of stdout, stderr and displays', async () => {
    const result = await run(`const sink = (globalThis as any)[Symbol.for('Jupyter.displayData')];
for (let i = 0; i < 50; i++) {
  console.log('out', i);
  console.error('err', i);
  sink({ data: { 'text/plain': String(i) }, metadata: {}, transient: {} }, false);
}`);
    const order = result.published.slice(1).map(({ content }) => content.name ?? 'display');
    expect(order).to.deep.equal(Array.from({ length: 50 }, () => ['stdout', 'stderr', 'display']).flat());
    const texts = ofType(result, 'stream').map(({ text }) => text);
    expect(texts).to.deep.equal(Array.from({ length: 50 }, (_, i) => [`out ${i}\n`, `err ${i}\n`]).flat());
  });

  it('loses none of 600 displays', async () => {
    const result = await run(`for (let i = 0; i < 600; i++) {
  (globalThis as any)[Symbol.for('Jupyter.displayData')]({ data: { 'text/plain': \`\${i}\` }, metadata: {}, transient: {} }, false);
}`);
    expect(
      ofType(result, 'display_data').map(({ data }) => (data as Record<string, string>)['text/plain']),
    ).to.deep.equal(Array.from({ length: 600 }, (_, i) => String(i)));
  });

  it('joins the bytes of a character that was written in two parts', async () => {
    const result = await run(
      'process.stdout.write(Buffer.from([0xe2, 0x82]));\nprocess.stdout.write(Buffer.from([0xac]));',
    );
    expect(textOf(result, 'stdout')).to.equal('€');
  });

  it('shows a value as the MIME bundle that it returns', async () => {
    const bundle = { 'application/vnd.plotly.v1+json': { data: [], layout: { title: 'T' } }, 'text/plain': 'T' };
    const result = await run(`({ [Symbol.for('Jupyter.display')]: () => (${JSON.stringify(bundle)}) })`);
    expect(ofType(result, 'execute_result')[0]).to.deep.include({ data: bundle, metadata: {} });
  });

  it('shows a value as text, with a note, if its bundle cannot be sent', async () => {
    for (const [bundle, reason] of [
      ["({ 'text/plain': 1n })", 'the data of type text/plain must be text, not 1n'],
      ["({ 'application/json': 1n })", 'BigInt'],
      ["'text'", "it must return an object, not 'text'"],
    ]) {
      const result = await run(`({ a: 1, [Symbol.for('Jupyter.display')]: () => ${bundle} })`);
      expect(result.reply).to.include({ status: 'ok' });
      const [{ data }] = ofType(result, 'execute_result') as { data: Record<string, string> }[];
      expect(data['text/plain']).to.contain('a: 1').and.to.contain('failed: TypeError').and.to.contain(reason);
    }
  });

  it('sends all representations of a value in one message', async () => {
    const result = await run("({ toHtml: () => '<b>1</b>', _repr_svg_: () => '<svg/>' })");
    const [{ data }] = ofType(result, 'execute_result') as { data: Record<string, string> }[];
    expect(Object.keys(data)).to.have.members(['text/html', 'image/svg+xml', 'text/plain']);
  });

  it('shows displays of tslab, and updates them in place', async () => {
    const result = await run(`import * as tslab from 'tslab';
tslab.display.html('<b>bold</b>');
const place = tslab.newDisplay();
place.text('first');
place.text('second');`);
    const [html, first] = ofType(result, 'display_data');
    const [second] = ofType(result, 'update_display_data');
    expect(html.data).to.deep.equal({ 'text/html': '<b>bold</b>' });
    expect(first.data).to.deep.equal({ 'text/plain': 'first' });
    expect(second.data).to.deep.equal({ 'text/plain': 'second' });
    expect(second.transient).to.deep.equal(first.transient);
  });

  it('shows the output of a process that inherits stdout and stderr', async () => {
    const script = `console.log('out'); console.error('err');`;
    const header = `import { execFileSync, execSync, spawn, spawnSync } from 'node:child_process';
const node = process.execPath;
const args = ['-e', ${JSON.stringify(script)}];
const stdio = 'inherit';`;
    for (const code of [
      'spawnSync(node, args, { stdio });',
      'execFileSync(node, args, { stdio });',
      `execSync('echo out && echo err >&2', { stdio });`,
      "await new Promise((done) => spawn(node, args, { stdio }).on('close', done));",
      "await new Promise((done) => spawn(node, args, { stdio: ['ignore', 'inherit', 'inherit'] }).on('close', done));",
    ]) {
      const result = await run(`${header}\n${code}`);
      expect(result.reply.evalue, code).to.equal(undefined);
      expect(textOf(result, 'stdout'), code).to.equal('out\n');
      expect(textOf(result, 'stderr'), code).to.equal('err\n');
    }
  });
});
