import type { Activation } from '../../activation/elementwise.js';
import { gain } from '../../activation/gain.js';
import type { Row } from '../advice.js';
import type { Asked } from '../options.js';
import { type Recipe, recipe } from '../recipe.js';
import { formRow, type HiddenAdvice } from './formRow.js';
import { gainOf, gainUnless1, lineAt0, short } from './gainOptions.js';
import { rectifier } from './hiddenLayers.js';

/** From so many layers on, single nets of the usual widths differ visibly from the mean of all. */
const DEEP = 20;

/** A layer of a deep net that neither a normalization nor shortcuts hold. */
export const deepLayers: readonly Row[] = [formRow('pieces', deepRectifier, isDeep), formRow('odd', deepOdd, isDeep)];

function isDeep({ depth, normalization, residual, layer }: Asked): boolean {
  const isSquare = layer === 'dense' || layer === 'conv';
  return isSquare && depth >= DEEP && normalization === 'none' && residual === undefined;
}

function deepRectifier(asked: Asked, phi: Activation): HiddenAdvice {
  const { why, source } = rectifier(asked, phi);
  const isLinear = phi.slopes?.[0] === phi.slopes?.[1];
  return {
    recipe: isometry(asked, gainOf(phi)),
    gain: gain(phi),
    why: `${why} At ${asked.depth} layers single nets stray from that mean, orthogonal ones less than Gaussian ones.${isLinear ? '' : ' All samples still become alike: residual connections or a normalization are better than either.'}${limits(asked)}`,
    source: `${source}; ${isometrySource(asked)}`,
  };
}

function deepOdd(asked: Asked, phi: Activation): HiddenAdvice {
  const critical = 1 / phi.df(0);
  return {
    recipe: isometry(asked, gainUnless1(critical)),
    gain: critical,
    why: `Near 0 the activation is ${lineAt0(phi)}: with the gain ${short(critical)} gradients neither vanish nor explode as the signal becomes small, and an orthogonal matrix keeps them in all directions.${limits(asked)}`,
    source: `Schoenholz et al. 2017; ${isometrySource(asked)}`,
  };
}

function isometry({ layer }: Asked, options: { gain?: number; activation?: string; slope?: number }): Recipe {
  return recipe(layer === 'conv' ? 'deltaOrthogonal' : 'orthogonal', options);
}

function isometrySource({ layer }: Asked): string {
  return layer === 'conv' ? 'Xiao et al. 2018' : 'Saxe, McClelland, Ganguli 2014; Pennington, Schoenholz, Ganguli 2017';
}

function limits({ layer }: Asked): string {
  return layer === 'conv'
    ? ' It needs at least as many outputs as inputs; elsewhere take the Gaussian of this gain.'
    : '';
}
