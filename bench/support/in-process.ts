import { fork } from 'node:child_process';
import { once } from 'node:events';

/** Gives the work to a process of its own, which answers once and ends. */
export async function inProcess<Taken>(
  entry: string,
  work: object,
  nodeFlags: readonly string[] = process.execArgv,
): Promise<Taken> {
  const child = fork(entry, { execArgv: [...nodeFlags] });
  const exit = once(child, 'exit');
  const failed = exit.then(() => Promise.reject(new Error(`${entry} did not finish`)));
  child.send(work);
  const [taken] = await Promise.race([once(child, 'message'), failed]);
  failed.catch(() => {});
  child.disconnect();
  await exit;
  // What the entry says that it answers.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return taken as Taken;
}
