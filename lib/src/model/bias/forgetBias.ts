import type { Initializer } from '../../init/initializer.js';

/**
 * The biases of an LSTM: 1 for its forget gate, so that it remembers at first, and 0 for the others. In TensorFlow.js the gates stand in the order input, forget, cell, output.
 *
 * Gers, Schmidhuber, Cummins, "Learning to forget", Neural Computation 2000; Jozefowicz, Zaremba, Sutskever, "An empirical exploration of recurrent
 * network architectures", ICML 2015.
 */
export const forgetBias: Initializer = (_random, [size]) => new Float32Array(size).fill(1, size / 4, size / 2);
