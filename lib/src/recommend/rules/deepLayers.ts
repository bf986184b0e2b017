import type { Activation } from '../../activation/elementwise.js';
import { gain } from '../../activation/gain.js';
import type { Row } from '../advice.js';
import type { CheckedOptions } from '../options.js';
import { type Recipe, recipe } from '../recipe.js';
import { formRow, type HiddenAdvice } from './formRow.js';
import { gainOf, gainUnless1, lineAt0, short } from './gainOptions.js';
import { rectifier } from './hiddenLayers.js';

/**
 * Smallest depth at which single nets of the usual widths differ visibly from the mean over many
 * nets.
 */
const DEEP = 20;

/** Rows for a layer of a deep net that has neither normalization nor shortcuts. */
export const deepLayers: readonly Row[] = [formRow('pieces', deepRectifier, isDeep), formRow('odd', deepOdd, isDeep)];

function isDeep({ depth, normalization, residual, layer }: CheckedOptions): boolean {
  const isSquare = layer === 'dense' || layer === 'conv';
  return isSquare && depth >= DEEP && normalization === 'none' && residual === undefined;
}

function deepRectifier(options: CheckedOptions, phi: Activation): HiddenAdvice {
  const { why, source } = rectifier(options, phi);
  const isLinear = phi.slopes?.[0] === phi.slopes?.[1];
  return {
    recipe: isometry(options, gainOf(phi)),
    gain: gain(phi),
    why: `${why} At ${options.depth} layers single nets stray from that mean, with orthogonal weights less than with Gaussian ones.${isLinear ? '' : ' All samples still become alike: residual connections or a normalization are better than either.'}${limits(options)}`,
    source: `${source}; ${isometrySource(options)}`,
  };
}

function deepOdd(options: CheckedOptions, phi: Activation): HiddenAdvice {
  const critical = 1 / phi.df(0);
  return {
    recipe: isometry(options, gainUnless1(critical)),
    gain: critical,
    why: `Near 0 the activation is ${lineAt0(phi)}: with the gain ${short(critical)} gradients neither vanish nor explode as the signal becomes small, and an orthogonal matrix keeps them in every direction.${limits(options)}`,
    source: `Schoenholz et al. 2017; ${isometrySource(options)}`,
  };
}

function isometry({ layer }: CheckedOptions, gains: { gain?: number; activation?: string; slope?: number }): Recipe {
  return recipe(layer === 'conv' ? 'deltaOrthogonal' : 'orthogonal', gains);
}

function isometrySource({ layer }: CheckedOptions): string {
  return layer === 'conv' ? 'Xiao et al. 2018' : 'Saxe, McClelland, Ganguli 2014; Pennington, Schoenholz, Ganguli 2017';
}

function limits({ layer }: CheckedOptions): string {
  return layer === 'conv'
    ? ' It needs at least as many outputs as inputs; for other layers use a Gaussian of this gain.'
    : '';
}
