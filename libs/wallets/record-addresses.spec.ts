import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultSeed } from '#apps/inabit-sandbox/world/default-seed.js';
import { PayoutStage } from '#test/support/payout-stage.js';
import { SystemClock } from '../platform/clock.js';
import { RecordAddresses } from './record-addresses.job.js';
import { walletCodec, walletStream } from './wallet.codec.js';
import { walletDecider } from './wallet.js';

const good = { address: 'TXLAQ63Xg1NAzckPwKHvzw7CSEmLMEqcdj', balance: '5' };
const seed = {
  wallets: [
    ...defaultSeed.wallets,
    { id: 'provider-broken', name: 'Broken', accounts: [{ ...good, asset: 'ETH', blockchain: 'ETH' }] },
  ],
};
let stage: PayoutStage;

beforeAll(async () => {
  stage = await PayoutStage.start({ seed });
});
afterAll(() => stage.stop());

let serial = 0;

async function registered(providerWalletId: string): Promise<string> {
  const walletId = `wal_${serial++}`;
  const data = {
    walletId,
    operatorId: 'acme',
    providerWalletId,
    role: 'operator',
    name: 'x',
    now: new Date(),
  } as const;
  const metadata = { correlationId: walletId, causationId: walletId, actor: 'test' };
  const wallet = { streamName: walletStream(walletId), decider: walletDecider, codec: walletCodec };
  await stage.aggregates().execute({ ...wallet, command: { type: 'RegisterWallet', data }, metadata });
  return walletId;
}

/** As one process does that has nothing in memory yet. */
function record(walletIds: readonly string[], { reader } = stage.usualGateway) {
  return new RecordAddresses(stage.aggregates(), reader, new SystemClock(), 'worker').record(walletIds);
}

async function recorded(walletId: string): Promise<Readonly<Record<string, unknown>>> {
  const facts = await stage.facts(walletStream(walletId));
  return Object.fromEntries(
    facts.slice(1).map(({ type, data }) => [`${type} ${JSON.stringify(data['chain'])}`, data['address']]),
  );
}

describe('IN-21 IN-22 the addresses of a registered wallet', () => {
  it('are recorded as the provider has them, one for each chain', async () => {
    const { id, accounts } = await walletOfProvider('Operator Alpha');
    const walletId = await registered(id);
    expect(await record([walletId])).toEqual([]);
    const on = (code: string) => accounts.find(({ blockchain }) => blockchain === code)?.address;
    expect(await recorded(walletId)).toEqual({
      'WalletAddressRecorded.v1 "tron"': on('TRON'),
      'WalletAddressRecorded.v1 "ethereum"': on('ETH'),
      'WalletAddressRecorded.v1 "bitcoin"': on('BTC'),
    });
  });

  it('are recorded once, whoever looks and how often', async () => {
    const { id } = await walletOfProvider('Operator Beta');
    const walletId = await registered(id);
    await Promise.all([1, 2, 3, 4].map(() => record([walletId])));
    await record([walletId]);
    expect(await stage.facts(walletStream(walletId))).toHaveLength(4);
  });

  it('S-28 are not recorded when no money could be sent there, and the other wallets are', async () => {
    const { id } = await walletOfProvider('Operator Alpha');
    const [broken, fine] = [await registered('provider-broken'), await registered(id)];
    const reason = expect.stringContaining('no good: wrong-chain');
    expect(await record([broken, fine])).toEqual([{ walletId: broken, chain: 'ethereum', reason }]);
    expect(await recorded(broken)).toEqual({});
    expect(Object.keys(await recorded(fine))).toHaveLength(3);
  });

  it('are still missing when the provider does not answer, or knows no such wallet', async () => {
    const walletId = await registered('provider-none');
    const missing = { walletId, chain: undefined };
    const away = stage.gateway({ url: 'http://127.0.0.1:9' });
    expect(await record([walletId], away)).toMatchObject([missing]);
    expect(await record([walletId])).toMatchObject([{ ...missing, reason: expect.stringContaining('provider-none') }]);
  });

  it('of a wallet that nobody registered are nobody’s business', async () => {
    expect(await record(['wal_none'])).toEqual([]);
    expect(await stage.facts(walletStream('wal_none'))).toEqual([]);
  });
});

interface WalletOfProvider {
  readonly id: string;
  readonly name: string;
  readonly accounts: readonly { readonly blockchain: string; readonly address: string }[];
}

async function walletOfProvider(name: string): Promise<WalletOfProvider> {
  const response = await fetch(`${stage.provider.controlUrl}/world`);
  const { wallets } = (await response.json()) as { readonly wallets: readonly WalletOfProvider[] };
  const found = wallets.find((wallet) => wallet.name === name);
  if (!found) throw new Error(`No wallet ${name}`);
  return found;
}
