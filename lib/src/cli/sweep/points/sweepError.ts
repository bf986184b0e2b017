/** Error of a sweep that its user can correct; the message says how. */
export class SweepError extends Error {
  override name = 'SweepError';
}
