import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { NotebookError, readRunnable } from 'initlab-kernel';
import { temporaryFolder } from '../support/files.js';
import { notebookOf } from '../support/notebooks.js';

function read(metadata: object): void {
  const path = join(temporaryFolder(), 'n.ipynb');
  writeFileSync(path, JSON.stringify({ ...notebookOf('1'), metadata }));
  readRunnable(path);
}

describe('readRunnable', () => {
  it('accepts a notebook that says in any way that it is TypeScript or JavaScript', () => {
    for (const metadata of [
      { kernelspec: { name: 'initlab', display_name: 'TypeScript (initlab)', language: 'typescript' } },
      { kernelspec: { name: 'anything', language: 'TypeScript' } },
      { kernelspec: { name: 'jslab', language: 'javascript' } },
      { kernelspec: { name: 'tslab' } },
      { language_info: { name: 'typescript' } },
      { kernelspec: { name: 'mine' }, language_info: { name: 'javascript' } },
    ])
      read(metadata);
  });

  it('refuses a notebook in another language, even if a field is missing', () => {
    for (const [metadata, language] of [
      [{ kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' } }, 'python'],
      [{ kernelspec: { name: 'python3', display_name: 'Python 3' }, language_info: { name: 'python' } }, 'python'],
      [
        { colab: {}, kernelspec: { name: 'python3', display_name: 'Python 3' } },
        'the language of the kernel "python3"',
      ],
      [{ kernelspec: { name: 'ir' }, language_info: { name: 'R' } }, 'R'],
      [{ kernelspec: null, language_info: { name: 'julia' } }, 'julia'],
      [{ kernelspec: { language: null } }, 'null'],
    ] as const)
      expect(() => read(metadata)).to.throw(NotebookError, `is a notebook in ${language}; only TypeScript`);
  });

  it('refuses a notebook that says nothing about its language', () => {
    for (const metadata of [{}, { kernelspec: {} }, { language_info: {} }, { kernelspec: 'initlab' }])
      expect(() => read(metadata)).to.throw(NotebookError, 'does not say in which language its cells are');
  });
});
