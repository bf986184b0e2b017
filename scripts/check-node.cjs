// Plain old JavaScript: this file must run on the very versions it turns away.
var lowest = [20, 19];
var parts = process.versions.node.split('.').map(Number);
if (parts[0] < lowest[0] || (parts[0] === lowest[0] && parts[1] < lowest[1])) {
  console.error(
    'initlab needs Node.js ' + lowest.join('.') + ' or newer; this is ' + process.version + '.\n' +
    'Install a current Node.js from https://nodejs.org and run the command again.'
  );
  process.exit(1);
}
