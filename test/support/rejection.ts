import { expect } from 'chai';

/** Expects a promise to be rejected with an error of a type whose message contains `message`. */
export async function expectRejection(
  promise: Promise<unknown>,
  type: new (...args: never[]) => Error,
  message: string,
): Promise<void> {
  const outcome = await promise.then(
    () => 'no rejection',
    (error: unknown) => error,
  );
  expect(outcome).to.be.instanceOf(type).with.property('message').that.includes(message);
}
