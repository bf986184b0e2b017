declare module 'assert' {
  /** Node's module `assert` for browsers: a function with properties. */
  const assert: { strict: object };
  export default assert;
}
