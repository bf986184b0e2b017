import { SourceMap as NodeSourceMap } from 'node:module';
import * as nodePath from 'node:path/posix';
import { expect } from 'chai';
import { compileCell } from 'initlab-kernel/cells';
import ts from 'typescript';
import { SourceMap } from '../../../site/worker/node/module.js';
import { dirname, join, resolve, sep } from '../../../site/worker/node/path.js';

describe("the worker's modules instead of Node's", () => {
  it('join, resolve and shorten paths as Node does in the folder at the top', () => {
    const paths = [
      ['/data', 'mnist/a.gz'],
      ['/data/', '/mnist', '..', './text'],
      ['/', '../a//b'],
    ];
    for (const parts of paths) {
      expect(join(...parts)).to.equal(nodePath.join(...parts).replace(/(.)\/$/, '$1'));
      expect(resolve(...parts)).to.equal(nodePath.resolve('/', ...parts));
      expect(dirname(join(...parts))).to.equal(nodePath.dirname(nodePath.join(...parts)));
    }
    expect([sep, dirname('/')]).to.deep.equal(['/', '/']);
  });

  it('find the same places of a cell in its source map as Node does', () => {
    const source = 'const a: number = 1;\n\nfunction f(x: string) {\n  return x.length;\n}\nf("b")';
    const { map, code } = compileCell(ts, source, { has: () => false }, { fileName: 'cell.ts' });
    const [own, node] = [new SourceMap(JSON.parse(map)), new NodeSourceMap(JSON.parse(map))];
    let found = 0;
    for (const [line, text] of code.split('\n').entries()) {
      for (let column = 0; column <= text.length; column++) {
        const { originalLine, originalColumn, generatedLine } = node.findEntry(line, column) as Partial<
          ReturnType<NodeSourceMap['findEntry']> & Record<string, number>
        >;
        // Node goes on to the line before, and the kernel does not use what it finds there.
        if (generatedLine !== line) continue;
        found += 1;
        expect(own.findEntry(line, column)).to.deep.include({ generatedLine, originalLine, originalColumn });
      }
    }
    expect(found).to.be.above(50);
  });
});
