import { fans } from '../../../init/fans.js';
import { gainOption } from '../../../init/gainOption.js';
import type { Initializer } from '../../../init/initializer.js';
import { product } from '../../../init/shape.js';
import { random } from '../../../random/random.js';

/** Properties of random weights that the theory uses. */
export interface WeightLaw {
  /** Second moment E w². */
  secondMoment: number;
  /** Mean E w. The theory only covers a mean near 0. */
  mean: number;
  /** Whether the kernel, as a matrix, is a multiple of an isometry or of its transpose. */
  isOrthogonal: boolean;
}

/** Smallest number of values to draw when measuring an initializer of unknown distribution. */
const MIN_SAMPLE_SIZE = 1 << 16;

const SCHEMES: Record<string, { gain: number; mode: 'fanIn' | 'fanAvg' }> = {
  heNormal: { gain: Math.SQRT2, mode: 'fanIn' },
  heUniform: { gain: Math.SQRT2, mode: 'fanIn' },
  lecunNormal: { gain: 1, mode: 'fanIn' },
  lecunUniform: { gain: 1, mode: 'fanIn' },
  rademacher: { gain: 1, mode: 'fanIn' },
  xavierNormal: { gain: 1, mode: 'fanAvg' },
  xavierUniform: { gain: 1, mode: 'fanAvg' },
};

/**
 * Gives the properties of a kernel or bias of the given shape, from the initializer's description
 * if it has one, or else from a sample.
 */
export function weightLaw(init: Initializer, shape: readonly number[]): WeightLaw {
  const { name = '', options = {} } = init.description ?? {};
  const given = options as Record<string, never>;
  if (name in SCHEMES) {
    const { gain, mode } = SCHEMES[name];
    return centredLaw(gainOption(given, gain) ** 2 / fan(shape, given.mode ?? mode, given));
  }
  switch (name) {
    case 'zeros':
      return centredLaw(0);
    case 'varianceScaling':
      return centredLaw((given.scale ?? 1) / fan(shape, given.mode ?? 'fanIn', given));
    case 'normal':
    case 'truncatedNormal': {
      const { mean = 0, std = 1 } = options as { mean?: number; std?: number };
      return { secondMoment: mean ** 2 + std ** 2, mean, isOrthogonal: false };
    }
    case 'uniform': {
      const { low = 0, high = 1 } = options as { low?: number; high?: number };
      return { secondMoment: (low ** 2 + low * high + high ** 2) / 3, mean: (low + high) / 2, isOrthogonal: false };
    }
    case 'orthogonal': {
      const rows = product(shape.slice(0, -1));
      return { ...centredLaw(gainOption(given, 1) ** 2 / Math.max(rows, shape[shape.length - 1])), isOrthogonal: true };
    }
  }
  return measuredLaw(init, shape);
}

function centredLaw(secondMoment: number): WeightLaw {
  return { secondMoment, mean: 0, isOrthogonal: false };
}

function fan(shape: readonly number[], mode: string, options: Record<string, unknown>): number {
  const { layer, groups, strides, inAxes, outAxes } = options as Record<string, never>;
  const given = Object.fromEntries(
    Object.entries({ layer, groups, strides, inAxes, outAxes }).filter(([, value]) => value !== undefined),
  );
  const { fanIn, fanOut } = fans(shape, given);
  return mode === 'fanIn' ? fanIn : mode === 'fanOut' ? fanOut : (fanIn + fanOut) / 2;
}

/** Measures an initializer on as many draws as give {@link MIN_SAMPLE_SIZE} numbers. */
function measuredLaw(init: Initializer, shape: readonly number[]): WeightLaw {
  const draws = Math.ceil(MIN_SAMPLE_SIZE / product(shape));
  let sum = 0;
  let squares = 0;
  for (let draw = 0; draw < draws; draw++) {
    for (const w of init(random(draw), shape)) {
      sum += w;
      squares += w * w;
    }
  }
  const count = draws * product(shape);
  const [mean, secondMoment] = [sum / count, squares / count];
  // A mean within its sampling error counts as 0.
  return { secondMoment, mean: mean ** 2 < (16 * secondMoment) / count ? 0 : mean, isOrthogonal: false };
}
