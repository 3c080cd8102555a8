import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DepositStage, ScriptedTerminal } from './deposit-stage.fixtures.js';
import { incoming, purchase } from './deposit.fixtures.js';
import type { DepositHint } from './deposit-hints.js';
import { OpenDeposits } from './open-deposits.js';
import { PollTerminal } from './poll-terminal.job.js';

let stage: DepositStage;

beforeAll(async () => {
  stage = await DepositStage.start();
});

afterAll(() => stage.stop());

class NothingOpen extends OpenDeposits {
  async *pages(): AsyncGenerator<readonly string[]> {
    yield [];
  }
}

const rule = { excess: 'ignore', toleranceBps: 500 } as const;
const bounds = { pageSize: 10, overlapPages: 1, revisitPages: 0, depthPages: 1, gapMs: 0, pullsMax: 10 };

type Kind = DepositHint['kind'];
type Feed = (kind: Kind, providerId: string) => Promise<void>;

/** How a process hears of what the provider has: from a webhook, from its own pull of the lists, from both at once. */
function feeds(terminal: ScriptedTerminal): Readonly<Record<'webhook' | 'pull' | 'both', Feed>> {
  const hints = stage.worker(rule, { terminal });
  const poll = new PollTerminal({ terminal, hints, ...stage.recorders(rule) }, new NothingOpen(), bounds);
  const webhook: Feed = async (kind, providerId) => void (await hints.refresh({ kind, providerId }));
  const pull: Feed = async (kind) => void (await poll.run(kind));
  const both: Feed = async (kind, providerId) => void (await Promise.all([webhook(kind, providerId), pull(kind, '')]));
  return { webhook, pull, both };
}

/** What is in the log and in the books after each moment of a life, heard of through one feed. */
async function heard(by: 'webhook' | 'pull' | 'both', kind: Kind, life: readonly string[]): Promise<readonly object[]> {
  const terminal = new ScriptedTerminal();
  const feed = feeds(terminal)[by];
  const providerId = randomUUID();
  const of = { providerId, widgetId: providerId };
  const seen: object[] = [];
  for (const status of life) {
    if (kind === 'purchase') {
      const paid = status === 'Allocated' ? 0n : 100_000_000n;
      terminal.purchases.set(
        providerId,
        purchase(status, paid, { ...of, transactionHashes: paid ? [providerId] : [] }),
      );
    } else terminal.incoming.set(providerId, incoming(status, { ...of, transactionHash: providerId }));
    await feed(kind, providerId);
    const types = await (kind === 'purchase' ? stage.orderTypes(providerId) : stage.depositTypes(providerId));
    seen.push({ types, books: await stage.books(providerId) });
  }
  return seen;
}

describe('DW-35 webhooks and our own pulls feed the same deposits', () => {
  it.each<[Kind, readonly string[], object]>([
    ['incoming-transaction', ['Confirming', 'Completed'], { available: 20_000_000n }],
    ['incoming-transaction', ['Completed', 'PendingFork'], { incoming: 20_000_000n }],
    ['incoming-transaction', ['Confirming', 'Failed'], {}],
    ['purchase', ['Allocated', 'Confirming', 'Completed'], { available: 100_000_000n }],
  ])('%s %j: each alone, and both at once, come to the same facts and books', async (kind, life, books) => {
    const [webhook, pull, both] = await Promise.all([
      heard('webhook', kind, life),
      heard('pull', kind, life),
      heard('both', kind, life),
    ]);
    expect(webhook.at(-1)).toMatchObject({ books });
    expect(webhook).toHaveLength(life.length);
    expect(pull).toEqual(webhook);
    expect(both).toEqual(webhook);
  });
});
