import type { Initializer } from '../../init/initializer.js';

/**
 * Initializes the bias of an LSTM: 1 for the forget gate, so that the cell remembers at first, and
 * 0 for the other gates. TensorFlow.js stores the gates in the order input, forget, cell, output.
 *
 * Gers, Schmidhuber, Cummins, "Learning to forget", Neural Computation 2000; Jozefowicz, Zaremba,
 * Sutskever, "An empirical exploration of recurrent network architectures", ICML 2015.
 */
export const forgetBias: Initializer = (_random, [size]) => new Float32Array(size).fill(1, size / 4, size / 2);
