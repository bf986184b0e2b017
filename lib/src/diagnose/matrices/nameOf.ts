import type { Examination } from '../evidence/examine.js';
import type { ExaminedMatrix } from './examinedMatrix.js';

/** The name of the call that a matrix belongs to, as `trace` gives it. */
export function nameOf({ view }: Examination, { call }: ExaminedMatrix): string {
  return view.calls[call].name;
}
