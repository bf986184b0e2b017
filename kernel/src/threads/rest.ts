/** The exit code of a compiler that ends because nothing was asked for long. */
export const COMPILER_RESTS = 64;
