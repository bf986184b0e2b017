import { checkWidths } from '../network/spec/widths.js';

/**
 * The effect of finite width on the second moment of one random ReLU net, relative to that of its
 * input.
 */
export interface FiniteWidth {
  /** The sum Σ 1/n over the layers. */
  beta: number;
  /** The second moment E (m_L/m_0)² = Π(1 + 5/n), which is exact. The mean E m_L/m_0 is 1. */
  secondMoment: number;
  /** The median e^(−5β/2), for large widths: half of all nets have a smaller ratio. */
  median: number;
  /** The standard deviation √(5β) of ln(m_L/m_0), for large widths. */
  logStd: number;
}

/**
 * Computes the distribution of m_L/m_0 over random ReLU nets with He's normal weights and no
 * biases, where m_l is the mean of a_l² over units, for one input. The mean is 1 at any depth, but
 * for large widths ln(m_L/m_0) is nearly normal with variance 5β and median −5β/2: the signal of a
 * typical net decays. A single net behaves like the mean only if 5β ≪ 1, that is width ≫ 5·depth.
 * For the pre-activations of the last layer, its factor 1 + 5/n becomes 1 + 2/n.
 *
 * Hanin & Rolnick, "How to start training", NeurIPS 2018; Hanin, "Which neural net architectures
 * give rise to exploding and vanishing gradients?", NeurIPS 2018; Hanin & Nica, 2020, for the
 * normal limit of the logarithm.
 *
 * @formula \beta = \sum_l \frac{1}{n_l}, \quad
 *   \ln\frac{m_L}{m_0} \approx N\!\left(-\tfrac{5}{2}\beta,\; 5\beta\right)
 * @param widths - the numbers of units of the ReLU layers, without the input.
 * @throws RangeError for an empty list or a width that is not a positive integer.
 * @example
 * ```ts
 * import { finiteWidth } from 'initlab';
 * const { median } = finiteWidth(Array<number>(20).fill(100));
 * median;   // 0.6065306597126334
 * ```
 */
export function finiteWidth(widths: readonly number[]): FiniteWidth {
  checkWidths(widths);
  const beta = widths.reduce((sum, width) => sum + 1 / width, 0);
  return {
    beta,
    secondMoment: widths.reduce((product, width) => product * (1 + 5 / width), 1),
    median: Math.exp((-5 * beta) / 2),
    logStd: Math.sqrt(5 * beta),
  };
}
