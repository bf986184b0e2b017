import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { extractReference } from '../../../site/src/reference/extract.js';
import type { Entry, Reference } from '../../../site/src/reference/reference.js';

const FILES: Record<string, string> = {
  'tsconfig.json': JSON.stringify({
    compilerOptions: { module: 'nodenext', target: 'es2023', strict: true, types: [] },
    include: ['src'],
  }),
  'package.json': '{ "type": "module" }',
  'src/index.ts': `export { area, area as surface } from './shapes/area.js';
export type { Shape, Kind, Measure } from './shapes/shape.js';
export { Square } from './shapes/square.js';
`,
  'src/extra.ts': '/** The circle constant. */\nexport const TAU: number = 6.28;\n',
  'src/shapes/shape.ts': `/** A shape with sides. */
export interface Shape {
  /** The length of a *side*. */
  side: number;
  name?: string;
}
/** The kinds of shapes. */
export type Kind = 'first' | 'second';
/** Measures a shape. */
export interface Measure { (shape: Shape): number }
`,
  'src/shapes/area.ts': `import type { Shape } from './shape.js';
/**
 * Computes the area $s^2$ of a \`Shape\`, see {@link Square}.
 *
 * @formula A = \\frac{s^2}{1}, \\quad
 *   s \\ge 0
 * @formula P = 4 s
 * @param shape - the shape to measure
 * @returns the area
 * @throws RangeError if the side is negative
 * @example
 * \`\`\`ts
 * area({ side: 2 }); // 4
 * \`\`\`
 */
export function area(shape: Shape, unit = 'm'): number {
  return unit === 'm' ? shape.side ** 2 : 0;
}
`,
  'src/shapes/square.ts': `/** A square. */
export class Square {
  private readonly secret = 1;
  constructor(readonly side: number) {}
  /** Doubles the side. */
  double(times?: number): Square { return new Square(this.side * (times ?? 2) * this.secret); }
}
`,
};

describe('extractReference', function () {
  this.timeout(60_000);

  let folder: string;
  let reference: Reference;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'initlab-reference-'));
    mkdirSync(join(folder, 'src/shapes'), { recursive: true });
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
    reference = await extractReference({
      modules: { shapes: join(folder, 'src/index.ts'), 'shapes/extra': join(folder, 'src/extra.ts') },
      tsconfig: join(folder, 'tsconfig.json'),
    });
  });
  after(() => rmSync(folder, { recursive: true }));

  const find = (name: string): Entry => reference.find((entry) => entry.name === name) as Entry;

  it('lists every public name once, with its module, its room and its other names', () => {
    expect(
      reference.map(({ name, kind, module, room, aliases }) => [name, kind, module, room, aliases.join()]),
    ).to.deep.equal([
      ['area', 'function', 'shapes', 'shapes', 'surface'],
      ['Kind', 'type', 'shapes', 'shapes', ''],
      ['Measure', 'type', 'shapes', 'shapes', ''],
      ['Shape', 'type', 'shapes', 'shapes', ''],
      ['Square', 'class', 'shapes', 'shapes', ''],
      ['TAU', 'constant', 'shapes/extra', 'extra', ''],
    ]);
  });

  it('reads the parts of a comment as Markdown', () => {
    expect(find('area')).to.deep.include({
      description: 'Computes the area $s^2$ of a `Shape`, see `Square`.',
      formulas: ['A = \\frac{s^2}{1}, \\quad\n  s \\ge 0', 'P = 4 s'],
      parameters: [{ name: 'shape', description: 'the shape to measure' }],
      returns: 'the area',
      throws: 'RangeError if the side is negative',
      examples: ['```ts\narea({ side: 2 }); // 4\n```'],
    });
  });

  it('writes declarations in TypeScript', () => {
    expect(reference.map(({ declarations }) => declarations.join('\n'))).to.deep.equal([
      'function area(shape: Shape, unit?: string): number',
      "type Kind = 'first' | 'second'",
      'interface Measure {\n  (shape: Shape): number;\n}',
      'interface Shape',
      'new Square(side: number)',
      'const TAU: number',
    ]);
  });

  it('lists the public members of types and classes with their comments', () => {
    expect(find('Shape').members).to.deep.equal([
      { name: 'name', declaration: 'name?: string', description: '' },
      { name: 'side', declaration: 'side: number', description: 'The length of a *side*.' },
    ]);
    expect(find('Square').members).to.deep.equal([
      { name: 'side', declaration: 'side: number', description: '' },
      { name: 'double', declaration: 'double(times?: number): Square', description: 'Doubles the side.' },
    ]);
  });

  it('names the line of the source', () => {
    expect(find('Square').source).to.match(/src\/shapes\/square\.ts#L2$/);
  });

  it('reports sources that cannot be read', async () => {
    let message = '';
    const absent = { modules: { shapes: join(folder, 'absent.ts') }, tsconfig: join(folder, 'tsconfig.json') };
    await extractReference(absent).catch((error: Error) => {
      message = error.message;
    });
    expect(message).to.equal('The sources of the library cannot be read for its reference.');
  });
});
