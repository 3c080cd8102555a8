import { Command } from 'commander';
import { DepositStreams } from '#libs/deposits/deposit-streams.js';
import type { CloseReview } from '#libs/deposits/deposit.js';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { SystemClock } from '#libs/platform/clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import { withEventStreams } from '../support/connections.js';
import { print, Refused, runCommand } from '../support/run-command.js';

interface CloseOptions {
  readonly by: string;
  readonly reason: string;
}

/** `ledger deposit …`: what people decide about a deposit or an order in review. */
export function depositCommand(): Command {
  return new Command('deposit').description('deposits and orders that wait for a person').addCommand(closeCommand());
}

function closeCommand(): Command {
  return new Command('close-review')
    .description('somebody has seen to it; moves no money')
    .argument('<id>', 'dep_… or ord_…')
    .requiredOption('--by <person>', 'who has')
    .requiredOption('--reason <text>', 'what was found or done')
    .action((id: string, options: CloseOptions) => runCommand(() => closeReview(id, options)));
}

async function closeReview(id: string, { by, reason }: CloseOptions): Promise<void> {
  const data: CloseReview = { by: `user:${by}`, note: reason, now: new SystemClock().now() };
  await withEventStreams(async (streams) => {
    const nouns = new DepositStreams(new AggregateStore(streams, new RandomIds()), data.by);
    const closed = await close(nouns, id, data);
    if (closed.outcome === 'rejected') throw new Refused(`Refused: ${closed.rejection.code}`);
    print(closed.events.length > 0 ? `The review of ${id} is closed` : `${id} is not under review`);
  });
}

function close(nouns: DepositStreams, id: string, data: CloseReview) {
  if (id.startsWith('dep_')) return nouns.onDeposit(id, { type: 'CloseDepositReview', data });
  if (id.startsWith('ord_')) return nouns.onOrder(id, { type: 'CloseOrderReview', data });
  throw new Refused(`${id} is neither a deposit nor an order`);
}
