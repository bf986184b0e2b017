#!/usr/bin/env node
// Plain old JavaScript: this file must run on the very versions it turns away.
var lowest = [20, 19];
var parts = process.versions.node.split('.').map(Number);
if (parts[0] < lowest[0] || (parts[0] === lowest[0] && parts[1] < lowest[1])) {
  console.error(
    'initlab needs Node.js ' +
      lowest.join('.') +
      ' or newer; this is ' +
      process.versions.node +
      '.\n' +
      'Install a current Node.js from https://nodejs.org and run the command again.',
  );
  process.exit(1);
}
try {
  require.resolve('../dist/cli/main.js');
} catch (_error) {
  console.error('initlab is not built yet. Run "npm run build" in the folder of the project, then try again.');
  process.exit(1);
}
require('./start.cjs');
