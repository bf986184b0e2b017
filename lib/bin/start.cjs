// This is a separate file, because an old Node.js could not even parse `import()`.
import('../dist/cli/main.js')
  .then(({ main }) => main(process.argv.slice(2)))
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error) => {
    // Files that cannot be opened say why, and the place in Node.js that opened them helps nobody.
    if (error?.code !== 'EMFILE' && error?.code !== 'ENFILE') throw error;
    console.error(`initlab: too many files are open (${error.message}). Allow more, for example: ulimit -n 1024`);
    process.exitCode = 1;
  });
