// This is a separate file, because an old Node.js could not even parse `import()`.
import('../dist/cli/main.js')
  .then(({ main }) => main(process.argv.slice(2)))
  .then((code) => {
    process.exitCode = code;
  });
