/** The prefix that the compiler gives to names of other cells and of modules. */
const PREFIX = /\$+(?:scope|module\d+)\.(?:default\.)?/g;

/** The call of such a name, which the compiler detaches from the scope. */
const CALL = /\(0 , (\$+(?:scope|module\d+)\.[^()]+)\)/g;

/**
 * The message of an error in the reader's own names. In the message of a TypeError, V8 quotes the
 * JavaScript that runs, where a call of `f` of another cell is `(0, $scope.f)`.
 */
export function messageOf(error: Error): string {
  const message = String(error.message);
  return error instanceof TypeError ? message.replace(CALL, '$1').replace(PREFIX, '') : message;
}

/** The name and the message of an error, as the first line of its stack has them. */
export function headlineOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error).replace(error.message, () => messageOf(error));
  } catch {
    return 'Error';
  }
}
