import { formatRows } from 'initlab-kernel/cells';
import { format, formatWithOptions, inspect } from '../node/util.js';
import type { Output } from './output.js';

/** Makes `console` write to the output of the running cell, in the words of Node. */
export function installConsole(output: Output): void {
  const counts = new Map<string, number>();
  const timers = new Map<string, number>();
  let indent = '';
  const write = (name: 'stdout' | 'stderr', text: string): void =>
    output.write(name, `${indent}${text.replaceAll('\n', `\n${indent}`)}\n`);
  const log = (...values: unknown[]): void => write('stdout', format(...values));
  const warn = (...values: unknown[]): void => write('stderr', format(...values));
  const elapsed = (label: string): string => `${label}: ${(performance.now() - (timers.get(label) ?? 0)).toFixed(3)}ms`;
  const group = (...values: unknown[]): void => {
    if (values.length > 0) log(...values);
    indent += '  ';
  };

  Object.assign(console, {
    log,
    info: log,
    debug: log,
    warn,
    error: warn,
    trace: (...values: unknown[]) => warn(`Trace: ${format(...values)}`),
    assert(isTrue: unknown, ...values: unknown[]) {
      if (!isTrue) warn(values.length > 0 ? `Assertion failed: ${format(...values)}` : 'Assertion failed');
    },
    dir: (value: unknown, options: object = {}) => log(formatWithOptions(options, '%O', value)),
    table(data: unknown, columns?: readonly string[]) {
      if (typeof data !== 'object' || data === null) return log(data);
      const rows = formatRows(data, columns);
      output.show({ data: { ...rows, 'text/plain': rows['text/markdown'] }, metadata: {}, transient: {} }, false);
    },
    group,
    groupCollapsed: group,
    groupEnd() {
      indent = indent.slice(2);
    },
    count(label = 'default') {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      log(`${label}: ${counts.get(label)}`);
    },
    countReset: (label = 'default') => counts.delete(label),
    time: (label = 'default') => timers.set(label, performance.now()),
    timeLog: (label = 'default', ...values: unknown[]) => log(elapsed(label), ...values),
    timeEnd(label = 'default') {
      log(elapsed(label));
      timers.delete(label);
    },
    clear: () => output.clear(false),
  });
  Object.assign(globalThis, {
    clearOutput: (isWaiting = false) => output.clear(isWaiting === true),
    [Symbol.for('Jupyter.displayData')]: output.show,
  });
  addEventListener('error', (event) => {
    event.preventDefault();
    warn(`Uncaught error, outside of any cell: ${inspect(event.error)}`);
  });
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    warn(`Promise rejected and not handled: ${inspect(event.reason)}`);
  });
}
