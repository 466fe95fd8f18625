/**
 * Takes over standard output and standard error, so that only the returned function writes to the log. The
 * runner reads workflow commands from both streams, and libraries (Octokit's deprecation notices, Node's
 * warnings) may print text from a server; that is dropped.
 *
 * @returns writes text to the log; `done` is called once it has left this process
 */
export function takeOutput(): (text: string, done?: () => void) => void {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  for (const stream of [stdout, stderr]) stream.write = drop;
  // Node prints warnings in its own listener, without the streams' `write`.
  process.removeAllListeners('warning');
  process.on('warning', () => undefined);
  return (text, done) => void write(text, done);
}

function drop(_text: unknown, encodingOrDone?: unknown, done?: unknown): boolean {
  const callback = typeof encodingOrDone === 'function' ? encodingOrDone : done;
  if (typeof callback === 'function') process.nextTick(callback as () => void);
  return true;
}
