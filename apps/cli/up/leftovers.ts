import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, type ProcessIdentity } from './process-identity.js';

const leaveMsMax = 8_000;
const pollMs = 50;

/** Children of a launcher that was killed end by themselves when they notice; one that does not is killed. */
export async function endLeftovers(children: readonly ProcessIdentity[]): Promise<void> {
  for (let waited = 0; waited < leaveMsMax && children.some(isRunning); waited += pollMs) await delay(pollMs);
  for (const child of children.filter(isRunning)) process.kill(child.pid, 'SIGKILL');
}
