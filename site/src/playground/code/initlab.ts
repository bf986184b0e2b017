import { isPlain, type Settings } from '../settings.js';
import { GAINS, number } from './gains.js';

/** Writes a program for Node.js or a notebook that measures the net of the page. */
export function writeInitlab(settings: Settings): string {
  const { depth, width, activation, bias, batch, seed } = settings;
  const init = callOf(settings);
  const biasInit = bias > 0 ? `, bias: normal({ std: ${bias} })` : '';
  const names = [settings.init, ...(bias > 0 ? ['normal'] : []), 'predict', 'simulate'].sort();
  const net = isPlain(settings) && bias === 0;
  const type = net ? '' : 'type LayerSpec, ';
  return `import { ${type}${names.join(', ')} } from 'initlab';

const net = {
${net ? plainNet(depth, width, activation, init) : layersNet(settings, `init: ${init}${biasInit}`)}
  batch: ${batch},
};
const { layers } = await simulate({ ...net, backward: true, seed: ${seed} });
const theory = predict(net);
console.log(layers.at(-1)?.activation.secondMoment, theory.at(-1)?.activation);
`;
}

/** Writes the call of the initializer, with its gain if it is not the usual one. */
function callOf({ init, scale }: Settings): string {
  if (scale === 1) return `${init}()`;
  const own = GAINS[init] === 1 ? '' : 'Math.SQRT2 * ';
  return `${init}({ gain: ${own}${number(scale)} })`;
}

function plainNet(depth: number, width: number, activation: string, init: string): string {
  return `  widths: Array<number>(${depth + 1}).fill(${width}),
  activation: '${activation}' as const,
  init: ${init},`;
}

function layersNet({ depth, width, activation, normalization, residual }: Settings, weights: string): string {
  const dense = `{ type: 'dense', units: ${width}, ${weights}`;
  const block =
    normalization === 'none'
      ? `[${dense}, activation: '${activation}' }]`
      : `[
      ${dense} },
      { type: '${normalization}' },
      { type: 'activation', activation: '${activation}' },
    ]`;
  const repeated = residual === 'yes' ? `[{ type: 'residual', branch: ${block} }]` : block;
  return `  inputShape: [${width}],
  layers: Array.from({ length: ${depth} }, (): LayerSpec[] => ${repeated}).flat(),`;
}
