import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { runNotebook, writeNotebook } from 'initlab-kernel';
import { temporaryFolder } from './support/files.js';
import { codeCell, notebookFile } from './support/notebooks.js';

/** Validates a notebook, and writes it again so that the two texts can be compared. */
const script = `
import sys, nbformat
text = open(sys.argv[1], encoding='utf-8').read()
notebook = nbformat.reads(text, as_version=4)
nbformat.validate(notebook)
assert nbformat.writes(notebook) + '\\n' == text, 'nbformat would write another text'
print('valid')
`;

/** The Python programs to try: Debian's own first, because Debian's packages belong to it. */
function pythonWithNbformat(): string {
  const pythons = ['/usr/bin/python3', 'python3', 'python'];
  const found = pythons.find((python) => spawnSync(python, ['-c', 'import nbformat']).status === 0);
  if (found) return found;
  throw new Error('No Python with nbformat was found. Install it: apt-get install python3-nbformat');
}

describe('written notebooks', () => {
  it('are valid, and are what nbformat itself would write', async () => {
    const path = notebookFile(
      { cell_type: 'markdown', metadata: {}, source: '# Title\n\n$x$ – ünïcode\n' },
      `console.log('1\\r2\\u2028\\x1b[1mbold\\x1b[0m\\f');
({ [Symbol.for('Jupyter.display')]: () => ({ 'application/x+json': [6.87846e-5, 1e-7, 1e20, 1e21, -0, { 10: 1, 9: 2 }] }) })`,
      'console.log("a");\nconsole.error("b");\nconsole.log("c");',
      `import * as tslab from 'tslab';
tslab.display.html('<b>\\n</b>');
({ [Symbol.for('Jupyter.display')]: () => ({ 'application/x+json': { a: [1, null], b: {} }, 'text/plain': 'x' }) })`,
      codeCell('throw new Error("shown");', { tags: ['raises-exception'] }),
      codeCell('const a: string = 1;'),
      'not run',
    );
    const { notebook } = await runNotebook(path);
    expect(notebook.metadata.language_info).to.include({ name: 'typescript', file_extension: '.ts' });
    const target = join(temporaryFolder(), 'out.ipynb');
    writeNotebook(target, notebook);
    const { stdout, stderr } = spawnSync(pythonWithNbformat(), ['-c', script, target], { encoding: 'utf8' });
    expect(stderr).to.equal('');
    expect(stdout).to.equal('valid\n');
  });

  it('are the committed lessons, so that saving them in Jupyter changes nothing', () => {
    const notebooks = join(import.meta.dirname, '../../notebooks');
    const files = readdirSync(notebooks, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ipynb'),
    );
    expect(files.length).to.be.above(20);
    for (const file of files) {
      const { stderr } = spawnSync(pythonWithNbformat(), ['-c', script, join(notebooks, file)], { encoding: 'utf8' });
      expect(stderr, file).to.equal('');
    }
  });
});
