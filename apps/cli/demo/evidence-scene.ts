import path from 'node:path';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { checkPack, writePack } from '../evidence/evidence-pack.js';
import { tracesUnder } from '../trace/traces-under.js';
import type { DemoStage } from './demo-stage.js';
import type { Withdrawal } from './ledger-client.js';

const lostAnswer = 'answer-lost';
const digestShown = 16;

/** The payout whose answer was lost, proved to somebody who cannot see the ledger (RS-04). */
export async function playEvidence(
  { context, database, print }: DemoStage,
  ended: readonly Withdrawal[],
): Promise<void> {
  const payout = ended.find(({ reference }) => reference === lostAnswer);
  if (!payout) throw new Error(`No payout is called ${lostAnswer}`);
  const streams = connectEventStreams({ connectionString: context.eventStoreUrl });
  try {
    const { traces } = await tracesUnder({ streams, database }, payout.id, 1);
    const [trace] = traces;
    if (!trace) throw new Error(`${payout.id} has no trace`);
    const folder = path.join(context.dataFolder, 'evidence', payout.id);
    writePack(folder, trace);
    const { manifest, differences } = checkPack(folder);
    if (differences.length > 0) throw new Error(`The evidence should be as it was written: ${differences.join()}`);
    print(`  Evidence of ${lostAnswer}: ${trace.events.length} events in ${folder}`);
    print(
      `    verified, SHA-256 ${manifest.sha256.slice(0, digestShown)}…; again: npx ledger evidence verify ${folder}`,
    );
  } finally {
    await streams.close();
  }
}
