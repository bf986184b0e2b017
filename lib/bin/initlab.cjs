#!/usr/bin/env node
require('./checkNode.cjs');
try {
  require.resolve('../dist/cli/main.js');
} catch (_error) {
  console.error('initlab is not built yet. Run "npm run build" in the folder of the project, then try again.');
  process.exit(1);
}
require('./start.cjs');
