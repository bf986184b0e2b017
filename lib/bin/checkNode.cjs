// This is plain old JavaScript, because it must run on the Node.js versions that it refuses.
var parts = process.versions.node.split('.').map(Number);
if (parts[0] < 20 || (parts[0] === 20 && parts[1] < 19)) {
  console.error(`initlab needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
  console.error('Install a current Node.js from https://nodejs.org and run the command again.');
  process.exit(1);
}
