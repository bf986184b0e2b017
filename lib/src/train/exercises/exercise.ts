/** Condition that an answer meets or not. It is given whatever the reader passes. */
export type Accepts = (answer: unknown) => boolean;

/** Exercise whose answer can be checked. */
export interface Exercise {
  /** Form of the answer, with an article: 'a number', 'a letter from A to D'. */
  form: string;
  accepts: Accepts;
  /** Wrong answers that are typical, each with the hint that helps. */
  mistakes?: readonly { accepts: Accepts; hint: string }[];
  /** Hint for every other wrong answer. It never contains the answer. */
  hint: string;
}

/** Accepts numbers that differ from a value by at most the given share of it. */
export function near(value: number, tolerance: number): Accepts {
  return (answer) => typeof answer === 'number' && Math.abs(answer - value) <= tolerance * Math.abs(value);
}

/** Accepts numbers from `low` to `high`. */
export function within(low: number, high: number): Accepts {
  return (answer) => typeof answer === 'number' && answer >= low && answer <= high;
}

/** Accepts one number. */
export function exactly(value: number): Accepts {
  return within(value, value);
}

/** Accepts a letter in either case. */
export function letter(right: string): Accepts {
  return (answer) => typeof answer === 'string' && answer.trim().toUpperCase() === right;
}

/** Accepts true or false. */
export function truth(right: boolean): Accepts {
  return (answer) => answer === right;
}

/** Accepts every entry of a list. */
export const anything: Accepts = () => true;

/** Accepts a list with as many entries as conditions, each of which accepts its entry. */
export function listOf(...conditions: readonly Accepts[]): Accepts {
  return (answer) =>
    Array.isArray(answer) &&
    answer.length === conditions.length &&
    conditions.every((accepts, i) => accepts(answer[i]));
}

/**
 * Accepts lists of numbers that a softmax turns into the given probabilities, each to 2 %. Adding
 * one number to all of them changes nothing.
 */
export function softmaxTo(...probabilities: readonly number[]): Accepts {
  return (answer) => {
    if (!Array.isArray(answer) || answer.length !== probabilities.length) return false;
    const logits: unknown[] = answer;
    if (!logits.every((logit) => typeof logit === 'number')) return false;
    const exponentials = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
    const total = exponentials.reduce((sum, value) => sum + value, 0);
    return probabilities.every((probability, i) => near(probability, 0.02)(exponentials[i] / total));
  };
}
