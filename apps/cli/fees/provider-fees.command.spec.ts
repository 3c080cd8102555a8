import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accountStream } from '#libs/ledger/account.codec.js';
import { storedAsset } from '#libs/money/asset.js';
import { walletCodec, walletStream } from '#libs/wallets/wallet.codec.js';
import { walletDecider } from '#libs/wallets/wallet.js';
import { operatorStatement } from '#projections/balances/statement.queries.js';
import { ProjectedStage } from '#test/support/projected-stage.js';
import { operatorCommand } from '../operator/operator.command.js';
import { runCli } from '../support/run-command.spec-support.js';
import { traceCommand } from '../trace/trace.command.js';
import { feesCommand } from './fees.command.js';

const usdt = storedAsset('USDT@tron/6');
let stage: ProjectedStage;

beforeAll(async () => {
  stage = await ProjectedStage.start();
  const { payouts } = stage;
  await payouts.aggregates().execute({
    streamName: walletStream('wal_fees'),
    decider: walletDecider,
    codec: walletCodec,
    command: {
      type: 'RegisterWallet',
      data: {
        walletId: 'wal_fees',
        operatorId: 'acme',
        providerWalletId: 'p',
        name: 'Acme',
        role: 'operator',
        now: new Date(),
      },
    },
    metadata: { correlationId: 'spec', causationId: 'spec', actor: 'spec' },
  });
  await payouts.request({ walletId: 'wal_fees' }, 5_000_000n);
  await runCli(operatorCommand(), 'register', 'acme', '--name', 'Acme Games', '--by', 'ada');
}, 60_000);
afterAll(() => stage.stop());

const fees = (...args: readonly string[]) => runCli(feesCommand(), ...args);
const said = ['--from', '2026-01-01', '--to', '2026-01-31', '--evidence', 'invoice.pdf', '--by', 'ada'];
const record = async (reference: string, ...args: readonly string[]) => {
  const { text, errors } = await fees('provider', 'record', reference, ...said, ...args);
  return text + errors;
};
const reverse = async (reference: string, approvedBy: string) => {
  const people = ['--by', 'ada', '--approved-by', approvedBy];
  const { text, errors } = await fees('provider', 'reverse', reference, '--reason', 'Credit note', ...people);
  return text + errors;
};
const bookedIn = async (walletId: string, asset = usdt) =>
  (await stage.payouts.streams.read(accountStream(walletId, asset))).events.filter(({ metadata: { correlationId } }) =>
    correlationId.startsWith('INV-'),
  );
/** What the operator's statement says of all that was ever booked. */
async function statement(): Promise<readonly string[]> {
  const all = await operatorStatement(stage.postgres.database, 'acme', { after: 0n, to: 10n ** 18n });
  return all.flatMap(({ asset, movements }) =>
    movements.filter(({ kind }) => kind === 'fees:provider').map(({ count, minor }) => `${count} ${minor} ${asset}`),
  );
}

describe('API-28 ledger fees provider', () => {
  it('books what a wallet paid once, as of the last day of its period', async () => {
    const wanted = ['--amount', '2', '--asset', 'USDT@tron', '--wallet', 'wal_fees'];
    const line = 'INV-1/3: 2 USDT@tron/6 to wal_fees of acme is charged';
    expect(await record('INV-1/3', ...wanted)).toBe(`${line}\n`);
    expect(await record('INV-1/3', ...wanted)).toBe(`${line}, as before\n`);
    expect(await record('INV-1/3', '--amount', '3', ...wanted.slice(2))).toBe('Refused: charged-otherwise\n');
    const booked = await bookedIn('wal_fees');
    expect(booked.map(({ data }) => data['postings'])).toEqual([
      [{ from: 'wallet:wal_fees:available', to: 'fees:provider', amount: { minor: '2000000', asset: 'USDT@tron/6' } }],
    ]);
    expect(booked[0]?.metadata).toMatchObject({
      actor: 'user:ada',
      onBehalfOf: 'acme',
      effectiveAt: '2026-01-31T00:00:00.000Z',
    });
  });

  it('books what an operator owes', async () => {
    const owed = ['--amount', '12.50', '--asset', 'EUR@fiat', '--operator', 'acme'];
    expect(await record('INV-2', ...owed)).toBe('INV-2: 12.5 EUR@fiat/2 to acme is charged\n');
  });

  it.each([
    ['an unknown wallet', ['--amount', '2', '--asset', 'USDT@tron', '--wallet', 'wal_x'], 'Refused: wallet-not-found'],
    ['an unknown operator', ['--amount', '2', '--asset', 'EUR@fiat', '--operator', 'x'], 'Refused: operator-not-found'],
    ['nobody', ['--amount', '2', '--asset', 'EUR@fiat'], 'Say who pays'],
    ['two', ['--amount', '2', '--asset', 'EUR@fiat', '--operator', 'acme', '--wallet', 'wal_fees'], 'Say who pays'],
    ['an unknown asset', ['--amount', '2', '--asset', 'XAU@fiat', '--operator', 'acme'], 'no asset'],
    ['no amount', ['--amount', '1e3', '--asset', 'EUR@fiat', '--operator', 'acme'], 'no amount'],
    ['no day', ['--amount', '2', '--asset', 'EUR@fiat', '--operator', 'acme', '--to', '2026-02-30'], '--to has to be'],
  ])('refuses %s', async (_, args, message) => expect(await record('INV-9', ...args)).toContain(message));

  it('is taken back by two people', async () => {
    expect(await reverse('INV-1/3', 'ada')).toBe('Refused: two-people-needed\n');
    expect(await reverse('INV-8', 'bob')).toBe('Refused: charge-not-found\n');
    const line = 'INV-1/3: 2 USDT@tron/6 to wal_fees of acme is reversed';
    expect(await reverse('INV-1/3', 'bob')).toBe(`${line}\n`);
    expect(await reverse('INV-1/3', 'bob')).toBe(`${line}, as before\n`);
    const [, back, ...more] = await bookedIn('wal_fees');
    expect(more).toEqual([]);
    expect(back?.metadata).toMatchObject({ actor: 'user:ada', onBehalfOf: 'acme' });
    expect(back?.metadata).not.toHaveProperty('effectiveAt'); // It counts from when it is recorded.
  });

  it('gives back to a wallet no more than it has paid', async () => {
    await record('INV-4', '--amount', '1', '--asset', 'TRX@tron', '--wallet', 'wal_fees');
    expect(await reverse('INV-4', 'bob')).toBe('INV-4: 1 TRX@tron/6 to wal_fees of acme is reversed\n');
    const booked = await bookedIn('wal_fees', storedAsset('TRX@tron/6'));
    expect(booked.map(({ data }) => data['postings'])).toEqual([
      [{ from: 'receivable:acme', to: 'fees:provider', amount: { minor: '1000000', asset: 'TRX@tron/6' } }],
    ]);
  });
});

describe('API-28 what the provider charged', () => {
  beforeAll(async () => {
    await record('INV-3', '--amount', '1', '--asset', 'USDT@tron', '--wallet', 'wal_fees');
    await stage.caughtUp();
  }, 120_000);

  it('OP-06 stands in the statement of the operator, less what was taken back', async () =>
    expect(await statement()).toEqual(['1 -1250 EUR@fiat/2', '2 0 TRX@tron/6', '3 -1000000 USDT@tron/6']));

  it('is listed, by itself and among all fees', async () => {
    expect((await fees('provider', 'list', '--operator', 'acme', '--json')).lines()).toMatchObject([
      { reference: 'INV-3', wallet: 'wal_fees', fee: '1', reversed: null },
      { reference: 'INV-4', wallet: 'wal_fees', asset: 'TRX@tron/6', fee: '1', reversed: 'Credit note' },
      { reference: 'INV-2', wallet: null, asset: 'EUR@fiat/2', fee: '12.5', evidence: 'invoice.pdf', reversed: null },
      { reference: 'INV-1/3', wallet: 'wal_fees', fee: '2', from: '2026-01-01', reversed: 'Credit note' },
    ]);
    expect((await fees('provider', 'list', '--operator', 'other', '--json')).lines()).toEqual([]);
    expect((await fees('--json')).lines()).toMatchObject([
      { movement: 'INV-3', kind: 'provider', wallet: 'wal_fees', fee: '1', changes: 1 },
      { movement: 'INV-4', kind: 'provider', wallet: 'wal_fees', fee: '0', changes: 2 },
      { movement: 'INV-1/3', kind: 'provider', wallet: 'wal_fees', fee: '0', changes: 2 },
      { movement: 'INV-2', kind: 'provider', wallet: null, fee: '12.5', changes: 1 },
    ]);
    expect((await fees('--unclear', '--json')).lines()).toEqual([]);
  });

  it('PO-07 is traced by its reference', async () => {
    const { text } = await runCli(traceCommand(), 'INV-1/3');
    expect(text).toContain('The provider charged 2 USDT@tron to wal_fees for 2026-01-01 to 2026-01-31 under INV-1/3.');
    expect(text).toContain('The charge INV-1/3 of the provider was reversed.');
    expect(text).toContain('2 USDT@tron was credited to wal_fees: correction.');
  });
});
