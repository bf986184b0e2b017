import { DEAD_RELU } from './deadRelu.js';
import { DIAGNOSIS } from './diagnosis.js';
import type { Exercise } from './exercise.js';
import { FAN_IN } from './fanIn.js';
import { HE_INITIALIZATION } from './heInitialization.js';
import { NORMALIZATION_AND_DATA } from './normalizationAndData.js';
import { ORTHOGONAL_WEIGHTS } from './orthogonalWeights.js';
import { SYMMETRY_AND_BIAS } from './symmetryAndBias.js';
import { TRANSFORMERS } from './transformers.js';
import { VARIANCE_MATH } from './varianceMath.js';
import { WHY_INITIALIZATION } from './whyInitialization.js';
import { XAVIER_INITIALIZATION } from './xavierInitialization.js';

/** Exercises of the course that can be checked, by lesson and number. */
export const EXERCISES: Record<string, Exercise> = {
  ...WHY_INITIALIZATION,
  ...VARIANCE_MATH,
  ...XAVIER_INITIALIZATION,
  ...HE_INITIALIZATION,
  ...FAN_IN,
  ...DEAD_RELU,
  ...SYMMETRY_AND_BIAS,
  ...ORTHOGONAL_WEIGHTS,
  ...TRANSFORMERS,
  ...NORMALIZATION_AND_DATA,
  ...DIAGNOSIS,
};
