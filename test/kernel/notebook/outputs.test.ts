import { expect } from 'chai';
import type { Cell, Content } from 'initlab-kernel';
import { createOutputCollector } from '../../../kernel/src/notebook/outputs.js';
import { compose } from '../../../kernel/src/wire/compose.js';
import { codeCell } from '../support/notebooks.js';

type CodeCell = Extract<Cell, { cell_type: 'code' }>;

const cell = (): CodeCell => codeCell('') as CodeCell;
const message = (type: string, content: Content) => compose('s', type, content);
const stream = (name: string, text: string) => message('stream', { name, text });
const display = (text: string, id?: string, type = 'display_data') =>
  message(type, { data: { 'text/plain': text }, metadata: {}, transient: id === undefined ? {} : { display_id: id } });

function texts({ outputs }: CodeCell): unknown[] {
  return outputs.map((output) => ('data' in output ? output.data['text/plain'] : 'text' in output && output.text));
}

describe('createOutputCollector', () => {
  it('merges neighbouring outputs of one stream', () => {
    const target = cell();
    const collector = createOutputCollector();
    for (const [name, text] of [
      ['stdout', 'a\n'],
      ['stdout', 'b\n'],
      ['stderr', 'c\n'],
      ['stdout', 'd\n'],
    ]) {
      collector.add(target, stream(name, text));
    }
    expect(target.outputs).to.deep.equal([
      { output_type: 'stream', name: 'stdout', text: 'a\nb\n' },
      { output_type: 'stream', name: 'stderr', text: 'c\n' },
      { output_type: 'stream', name: 'stdout', text: 'd\n' },
    ]);
  });

  it('keeps only the fields of results and errors that nbformat has', () => {
    const target = cell();
    const collector = createOutputCollector();
    const result = { data: { 'text/plain': '1' }, metadata: {}, execution_count: 3 };
    const error = { ename: 'E', evalue: 'v', traceback: ['E: v'] };
    collector.add(target, message('execute_result', { ...result, transient: { display_id: 'x' } }));
    collector.add(target, message('error', error));
    collector.add(target, display('d', 'y'));
    collector.add(target, message('execute_input', { code: '' }));
    expect(target.outputs).to.deep.equal([
      { output_type: 'execute_result', ...result },
      { output_type: 'error', ...error },
      { output_type: 'display_data', data: { 'text/plain': 'd' }, metadata: {} },
    ]);
  });

  it('updates every output that has the display id, in all cells', () => {
    const [first, second] = [cell(), cell()];
    const collector = createOutputCollector();
    collector.add(first, display('old', 'a'));
    collector.add(first, display('other', 'b'));
    collector.add(second, display('old', 'a'));
    collector.add(second, display('new', 'a', 'update_display_data'));
    expect(texts(first)).to.deep.equal(['new', 'other']);
    expect(texts(second)).to.deep.equal(['new']);
  });

  it('ignores the update of an id that was never shown', () => {
    const target = cell();
    createOutputCollector().add(target, display('new', 'a', 'update_display_data'));
    expect(target.outputs).to.deep.equal([]);
  });

  it('clears outputs at once, or when the next output comes', () => {
    const target = cell();
    const collector = createOutputCollector();
    collector.add(target, stream('stdout', 'a'));
    collector.add(target, message('clear_output', { wait: true }));
    expect(texts(target)).to.deep.equal(['a']);
    collector.add(target, stream('stdout', 'b'));
    expect(texts(target)).to.deep.equal(['b']);
    collector.add(target, message('clear_output', { wait: false }));
    expect(texts(target)).to.deep.equal([]);
    collector.add(target, stream('stdout', 'c'));
    expect(texts(target)).to.deep.equal(['c']);
  });
});
