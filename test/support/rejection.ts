import { expect } from 'chai';

/** Expects a promise to be rejected with an error of a type whose message contains `message`. */
export async function expectRejection(
  promise: Promise<unknown>,
  type: new (...args: never[]) => Error,
  message: string,
): Promise<void> {
  expect(await rejection(promise))
    .to.be.instanceOf(type)
    .with.property('message')
    .that.includes(message);
}

/** The error with which a promise is rejected. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  const outcome = await promise.then(
    () => new Error('no rejection'),
    (error: unknown) => error,
  );
  return outcome as Error;
}
