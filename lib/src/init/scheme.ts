import { knownOptions, oneOf } from '../foundation/argument.js';
import { FAN_OPTION_NAMES, type FanOptions } from './fans.js';
import { type GainOptions, gainOption, resolveGain } from './gainOption.js';
import type { Initializer } from './initializer.js';
import { type Distribution, type FanMode, varianceScaling } from './varianceScaling.js';
import { withDescription } from './withDescription.js';

/** Options of Xavier's uniform initializer, whose fan is fixed. */
export interface ScaledOptions extends GainOptions, FanOptions {}

/** Option of He's and LeCun's initializers. */
export interface ModeOption {
  /** Fan that the variance is divided by. Default `'fanIn'`. */
  mode?: FanMode;
}

/** Option of the normal form of an initializer. */
export interface NormalOption {
  /**
   * Distribution of the weights. Default `'normal'`. The truncated normal ends at two standard
   * deviations and has the same variance.
   */
  distribution?: 'normal' | 'truncatedNormal';
}

/** A named scheme: its default gain, its fan and its distribution. */
export interface Scheme {
  name: string;
  gain: number;
  mode: FanMode;
  distribution: Distribution;
}

/**
 * Makes the initializer of a scheme, with mean 0 and variance gain²/fan, from `varianceScaling`.
 */
export function fromScheme(scheme: Scheme, options: ScaledOptions & ModeOption & NormalOption): Initializer {
  const choices = scheme.distribution === 'normal' ? ['normal', 'truncatedNormal'] : [];
  const allowed = ['activation', 'slope', 'gain', ...FAN_OPTION_NAMES];
  if (scheme.mode !== 'fanAvg') allowed.push('mode');
  if (choices.length > 0) allowed.push('distribution');
  knownOptions(options, allowed, scheme.name);
  const { activation, slope, gain, mode = scheme.mode, distribution = scheme.distribution, ...fanOptions } = options;
  if (options.distribution !== undefined) oneOf<string>(distribution, choices, 'distribution');
  const scale = gainOption(options, scheme.gain) ** 2;
  return withDescription(
    scheme.name,
    resolveGain(options),
    varianceScaling({ scale, mode, distribution, ...fanOptions }),
  );
}
