/**
 * The first and the last version of TensorFlow.js, as major and minor number, on which
 * `test/release/peers.slow.test.ts` compares the kernels of this library.
 */
const FIRST = [3, 21];
const LAST = [4, 22];

/**
 * Checks whether the kernels of this library suit a version of the wasm backend. They use how it
 * stores tensors, which no interface promises.
 */
export function hasTestedKernels(version: string): boolean {
  const [major, minor] = version.split('.').map(Number);
  return isAtMost(FIRST, [major, minor]) && isAtMost([major, minor], LAST);
}

function isAtMost(a: readonly number[], b: readonly number[]): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] <= b[1]);
}

/** Says in a message which versions have tested kernels. */
export const TESTED: string = `${FIRST.join('.')} to ${LAST.join('.')}`;
