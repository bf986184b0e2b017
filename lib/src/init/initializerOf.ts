import { oneOf } from '../foundation/argument.js';
import { constant, ones, zeros } from './constant.js';
import { hadamardIdentity } from './hadamardIdentity.js';
import { heNormal, heUniform } from './he.js';
import { dirac, identity } from './identity.js';
import type { Initializer, InitializerDescription } from './initializer.js';
import { lecunNormal, lecunUniform } from './lecun.js';
import { normal } from './normal.js';
import { deltaOrthogonal, orthogonal } from './orthogonal.js';
import { rademacher } from './rademacher.js';
import { randomizedAsymmetric } from './randomizedAsymmetric.js';
import { sparse } from './sparse.js';
import { truncatedNormal } from './truncatedNormal.js';
import { uniform } from './uniform.js';
import { varianceScaling } from './varianceScaling.js';
import { xavierNormal, xavierUniform } from './xavier.js';

const MAKERS: Record<string, (options: never) => Initializer> = {
  constant: ({ value }: { value: number }) => constant(value),
  deltaOrthogonal,
  dirac,
  hadamardIdentity,
  heNormal,
  heUniform,
  identity,
  lecunNormal,
  lecunUniform,
  normal,
  ones,
  orthogonal,
  rademacher,
  randomizedAsymmetric,
  sparse,
  truncatedNormal,
  uniform,
  varianceScaling,
  xavierNormal,
  xavierUniform,
  zeros,
};

/**
 * Makes the initializer of a description: the same function of stream and shape as the initializer
 * that carried the description.
 *
 * @throws RangeError for an unknown name; and the errors of the initializer for its options.
 */
export function initializerOf({ name, options }: InitializerDescription): Initializer {
  return MAKERS[oneOf(name, Object.keys(MAKERS), 'name of the initializer')](options as never);
}
