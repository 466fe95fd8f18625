/** Writes text to the log; `done` is called once it has left this process. */
export type WriteLog = (text: string, done?: () => void) => void;

/**
 * Takes standard output and standard error over, so that nothing but the returned function reaches
 * the log. The runner reads workflow commands from both streams, and what libraries print (Octokit's
 * deprecation notices, Node's warnings) can repeat text that a server chose. All of that is dropped.
 */
export function takeOutput(): WriteLog {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  for (const stream of [stdout, stderr]) stream.write = drop;
  // Node prints warnings past the streams' `write`, in a listener of its own.
  process.removeAllListeners('warning');
  process.on('warning', () => undefined);
  return (text, done) => void write(text, done);
}

function drop(_text: unknown, encodingOrDone?: unknown, done?: unknown): boolean {
  const callback = typeof encodingOrDone === 'function' ? encodingOrDone : done;
  if (typeof callback === 'function') process.nextTick(callback as () => void);
  return true;
}
