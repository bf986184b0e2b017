/** Messages of JavaScript engines, of tfjs and its backends, and of this library. */
const MESSAGES =
  /no room for a tensor|allocation failed|invalid (typed array|array buffer) length|out of memory|enlarge memory|memory size exceeded|OOM when allocating/i;

/** There is not enough memory for a measurement. The message says what to lower. */
export class MemoryError extends RangeError {
  override readonly name = 'MemoryError';
}

/** The samples that were being measured. */
interface MeasuredSamples {
  /** Number of samples. */
  batch: number;
  /** Shapes of one sample, one for each input of the model. */
  shapes: readonly (readonly number[])[];
  /** Advice that lowers their number, for example `set the option samples`. */
  howToLower: string;
}

/**
 * Runs a measurement. If memory runs out, throws a {@link MemoryError} that says what to lower.
 *
 * @param task name of the function for the message
 */
export function withMemoryAdvice<T>(task: string, samples: MeasuredSamples, measure: () => T): T {
  try {
    return measure();
  } catch (error) {
    if (error instanceof MemoryError || !isOutOfMemory(error)) throw error;
    throw new MemoryError(`${task}: ${adviceFor(samples)} (${(error as Error).message})`, { cause: error });
  }
}

/** Recognizes the errors by which engines and backends say that they have no memory left. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && MESSAGES.test(error.message);
}

function adviceFor({ batch, shapes, howToLower }: MeasuredSamples): string {
  const sizes = shapes.map((shape) => `[${shape.join(', ')}]`).join(' and ');
  const samples = batch === 1 ? 'one sample' : `${batch} samples`;
  const fewer = batch === 1 ? '' : `${howToLower} to fewer than ${batch}, or `;
  return `there is not enough memory to measure the model on ${samples} of shape ${sizes}; ${fewer}make the inputs smaller`;
}
