/**
 * Convolutions with relaxed SIMD, which the compiler's options enable for this file: a product and
 * a sum are rounded once if the machine can.
 */
export { copyRows, correlate, correlateOver, packStrips, placePositions } from './convolution';
