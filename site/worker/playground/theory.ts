import { type Band, meanField, predict, recommend } from 'initlab';
import { GAINS } from '../../src/playground/code/gains.js';
import { isPlain, NUMBERS, type Settings } from '../../src/playground/settings.js';
import { INPUT_MOMENTS } from './input.js';
import type { Advice, Expected, Predicted } from './messages.js';
import { blockEnds, netOf } from './net.js';

/** Computes what theory expects of the net, and what the library recommends for it. */
export function predictNet(settings: Settings): Predicted {
  return { kind: 'predicted', settings, ...moments(settings), ...correlations(settings), advice: advise(settings) };
}

/** Computes the second moments; none for a signal that overflows. */
function moments(settings: Settings): Pick<Predicted, 'signal' | 'gradient'> {
  try {
    const ends = blockEnds(predict(netOf(settings)), settings);
    return {
      signal: expectedOf(ends.map(({ activation }) => activation)),
      gradient: expectedOf(ends.map(({ gradient }) => gradient)),
    };
  } catch (error) {
    if (error instanceof RangeError) return {};
    throw error;
  }
}

function expectedOf(bands: readonly Band[]): Expected {
  return {
    theory: bands.map(({ secondMoment }) => secondMoment),
    band: { low: bands.map(({ low }) => low), high: bands.map(({ high }) => high) },
  };
}

/** Computes the cosine of two independent samples; none for a signal that overflows or vanishes. */
function correlations(settings: Settings): Pick<Predicted, 'correlation'> {
  if (!isPlain(settings)) return {};
  const { activation, init, scale, bias, depth, input } = settings;
  const { secondMoment, correlation: cosine } = INPUT_MOMENTS[input];
  const field = meanField({ activation, weightVariance: (GAINS[init] * scale) ** 2, biasVariance: bias ** 2 });
  try {
    return { correlation: field.trajectory(secondMoment, depth, cosine).map(({ correlation }) => correlation) };
  } catch (error) {
    if (error instanceof RangeError) return {};
    throw error;
  }
}

function advise({ activation, depth, normalization, residual }: Settings): Advice {
  const { code, why, gain, initializer, weights } = recommend({
    activation,
    depth,
    normalization: normalization === 'rmsNorm' ? 'layerNorm' : normalization,
    ...(residual === 'yes' && { residual: 'inner' }),
  });
  const init = (initializer.description?.name ?? '') as Settings['init'];
  const isUnbiased = weights.bias?.description?.name === 'zeros';
  if (!Object.hasOwn(GAINS, init) || !isUnbiased) return { code, why };
  const { min, max } = NUMBERS.scale;
  const scale = Number((gain / GAINS[init]).toFixed(2));
  return { code, why, ...(scale >= min && scale <= max && { use: { init, scale, bias: 0 } }) };
}
