import { createLog, type Log } from '#libs/platform/logging.js';

/** For commands that answer on standard output: what goes wrong underneath goes to standard error. */
export function cliLog(): Log {
  return createLog({ app: 'cli', level: 'warn', format: 'pretty', write: (line) => process.stderr.write(line) });
}
