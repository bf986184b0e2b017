/** The same with relaxed SIMD, which the compiler's options give to this file: a product and a sum are rounded once where the machine can. */
export { multiply, scratchBytes } from './gemm';
