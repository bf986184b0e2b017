import { expect } from 'chai';

type Json = Record<string, unknown>;

/**
 * Expects that a notebook, as it is on disk, obeys the nbformat 4.5 schema: the keys of each part
 * and their types.
 */
export function expectNbformat(notebook: Json): void {
  expect(notebook).to.have.all.keys('cells', 'metadata', 'nbformat', 'nbformat_minor');
  expect(notebook.nbformat).to.equal(4);
  expect(notebook.nbformat_minor).to.equal(5);
  const cells = notebook.cells as Json[];
  for (const cell of cells) expectCell(cell);
  expect(new Set(cells.map(({ id }) => id))).to.have.property('size', cells.length);
}

function expectCell(cell: Json): void {
  const common = ['id', 'cell_type', 'metadata', 'source'];
  expect(cell.id).to.match(/^[a-zA-Z0-9_-]{1,64}$/);
  expect(cell.metadata).to.be.an('object');
  expectText(cell.source);
  if (cell.cell_type !== 'code') {
    expect(cell.cell_type).to.be.oneOf(['markdown', 'raw']);
    expect(Object.keys(cell).filter((key) => key !== 'attachments')).to.have.members(common);
    return;
  }
  expect(cell).to.have.all.keys(...common, 'outputs', 'execution_count');
  expectCount(cell.execution_count);
  for (const output of cell.outputs as Json[]) expectOutput(output);
}

function expectOutput(output: Json): void {
  switch (output.output_type) {
    case 'stream':
      expect(output).to.have.all.keys('output_type', 'name', 'text');
      expectText(output.text);
      break;
    case 'display_data':
      expect(output).to.have.all.keys('output_type', 'data', 'metadata');
      expectBundle(output.data as Json);
      break;
    case 'execute_result':
      expect(output).to.have.all.keys('output_type', 'data', 'metadata', 'execution_count');
      expectBundle(output.data as Json);
      expectCount(output.execution_count);
      break;
    default:
      expect(output).to.have.all.keys('output_type', 'ename', 'evalue', 'traceback');
      expect(output.output_type).to.equal('error');
      expect(output.traceback).to.satisfy(isLines);
  }
}

function expectBundle(bundle: Json): void {
  for (const [type, data] of Object.entries(bundle)) if (!type.endsWith('json')) expectText(data);
}

function expectText(value: unknown): void {
  expect(value).to.satisfy((text: unknown) => typeof text === 'string' || isLines(text));
}

function expectCount(value: unknown): void {
  expect(value).to.satisfy((count: unknown) => count === null || (Number.isInteger(count) && (count as number) >= 0));
}

function isLines(value: unknown): boolean {
  return Array.isArray(value) && value.every((line) => typeof line === 'string');
}
