// Runs on whatever Node the machine has; everything after it needs the Node of GitHub's runners.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `This needs Node 24, and ${process.version} is what runs: on Linux x64 \`npm ci\` installs it, ` +
      'elsewhere install Node 24 first.',
  );
  process.exit(1);
}
