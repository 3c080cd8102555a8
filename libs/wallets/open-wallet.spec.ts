import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MortalProcess, ProcessEnded } from '#test/support/mortal-process.js';
import { PayoutStage } from '#test/support/payout-stage.js';
import type { EventStreams } from '../event-streams/event-streams.js';
import { SystemClock } from '../platform/clock.js';
import { OpenWallet, type OpenedWallet } from './open-wallet.job.js';
import { openingStream } from './opening.codec.js';

let stage: PayoutStage;

beforeAll(async () => {
  stage = await PayoutStage.start();
});
afterAll(() => stage.stop());

let serial = 0;
const fresh = () => `wal_${serial++}`;

/** Opens as one process does that has nothing in memory yet. */
function open(
  walletId: string,
  streams: EventStreams = stage.streams,
  role = 'operator' as const,
): Promise<OpenedWallet> {
  const { wallets, reader } = stage.usualGateway;
  const job = new OpenWallet(stage.aggregates(streams), wallets, reader, new SystemClock());
  return job.open({ walletId, operatorId: 'acme', role, title: 'Acme' });
}

async function misbehave(scenario: string, more: object = {}): Promise<void> {
  const body = JSON.stringify({ scenario, operation: 'createWalletWithInabit', ...more });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${stage.provider.controlUrl}/scenarios`, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(await response.text());
}

/** The provider's wallets of that name. */
async function made(walletId: string): Promise<readonly string[]> {
  const response = await fetch(`${stage.provider.controlUrl}/world`);
  const { wallets } = (await response.json()) as { readonly wallets: readonly { id: string; name: string }[] };
  return wallets.filter(({ name }) => name.endsWith(`[${walletId}]`)).map(({ id }) => id);
}

const facts = async (walletId: string) =>
  (await stage.facts(openingStream(walletId))).map(({ type }) => type.replace('.v1', ''));

const [started, opened] = ['WalletOpeningStarted', 'WalletOpened'];

describe('IN-22 opening a wallet at the provider', () => {
  it('makes one, and only one however often and by how many it is asked for', async () => {
    const walletId = fresh();
    const first = await open(walletId);
    expect(first).toEqual({ outcome: 'opened', providerWalletId: (await made(walletId))[0] });
    expect(await Promise.all([1, 2, 3].map(() => open(walletId)))).toEqual([first, first, first]);
    const together = fresh();
    await Promise.all([1, 2, 3, 4].map(() => open(together)));
    expect(await made(together)).toHaveLength(1);
    expect(await facts(walletId)).toEqual([started, opened]);
  });

  it.each(['lose-response-after-acceptance', 'error-after-commit', 'truncated-body'])(
    'F3.2 finds the one that was made by its name when the outcome is unknown: %s',
    async (scenario) => {
      const walletId = fresh();
      await misbehave(scenario);
      expect(await open(walletId)).toMatchObject({ outcome: 'unknown' });
      expect(await open(walletId)).toMatchObject({ outcome: 'opened' });
      expect(await made(walletId)).toHaveLength(1);
      expect(await facts(walletId)).toEqual([started, 'WalletOpeningUnknown', opened]);
    },
  );

  it('never asks for a second one while the outcome is unknown', async () => {
    const walletId = fresh();
    await misbehave('lose-response-before-acceptance');
    for (let times = 0; times < 3; times++) expect(await open(walletId)).toMatchObject({ outcome: 'unknown' });
    expect(await made(walletId)).toEqual([]);
  });

  it('asks again after a certain refusal', async () => {
    const walletId = fresh();
    await misbehave('http-403');
    expect(await open(walletId)).toMatchObject({ outcome: 'refused' });
    expect(await open(walletId)).toMatchObject({ outcome: 'opened' });
    expect(await facts(walletId)).toEqual([started, 'WalletOpeningRefused', started, opened]);
  });

  it.each(['before', 'after'] as const)(
    'makes one at most when the process ends %s any one of its calls',
    async (when) => {
      for (let call = 1; ; call++) {
        const walletId = fresh();
        const mortal = new MortalProcess(call, when);
        const ended = await open(walletId, mortal.port(stage.streams)).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (ended === undefined) break;
        expect(ended).toBeInstanceOf(ProcessEnded);
        const again = await open(walletId);
        expect(await made(walletId)).toHaveLength(again.outcome === 'opened' ? 1 : 0);
        expect(call).toBeLessThan(20);
      }
    },
  );

  it('refuses a wallet that is being opened otherwise, or that the provider has by that name', async () => {
    const walletId = fresh();
    await open(walletId);
    const { wallets, reader } = stage.usualGateway;
    const job = new OpenWallet(stage.aggregates(), wallets, reader, new SystemClock());
    const other = { walletId, operatorId: 'other', role: 'operator', title: 'Acme' } as const;
    expect(await job.open(other)).toMatchObject({ outcome: 'refused' });
    const taken = fresh();
    await wallets.createWallet(`Acme [${taken}]`);
    expect(await open(taken)).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('register') });
    expect(await facts(taken)).toEqual([]);
  });
});
