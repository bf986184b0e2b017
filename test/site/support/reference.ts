import type { Reference } from '../../../site/src/reference/reference.js';

/** Reference of a small library, with every part that an entry can have. */
export const reference: Reference = [
  {
    name: 'heNormal',
    aliases: ['kaimingNormal'],
    kind: 'function',
    module: 'initlab',
    room: 'init',
    source: 'lib/src/init/he.ts#L44',
    declarations: ['function heNormal(options?: ModeOption): Initializer'],
    description: 'Makes the normal initializer of He: N(0, σ²) with $\\sigma = \\sqrt{2/n}$. See `ModeOption`.',
    formulas: ['\\sigma = \\frac{\\mathrm{gain}}{\\sqrt{\\mathrm{fan}}}'],
    parameters: [{ name: 'options', description: 'the `mode`' }],
    returns: 'an initializer',
    throws: 'RangeError for a value that is not allowed',
    examples: ["```ts\nimport { heNormal, random } from 'initlab';\nheNormal()(random(0), [512, 512]);\n```"],
    members: [],
  },
  {
    name: 'ModeOption',
    aliases: [],
    kind: 'type',
    module: 'initlab',
    room: 'init',
    source: 'lib/src/init/scheme.ts#L12',
    declarations: ['interface ModeOption'],
    description: '',
    formulas: [],
    parameters: [],
    returns: '',
    throws: '',
    examples: [],
    members: [
      { name: 'mode', declaration: "mode?: 'fanIn' | 'fanOut'", description: 'Fan that the variance is divided by.' },
    ],
  },
];
