import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import type { EventMetadata, EventStreams, StoredEvent } from '#libs/event-streams/event-streams.js';
import { Accounts } from '#libs/ledger/accounts.js';
import { accountCodec, accountStream } from '#libs/ledger/account.codec.js';
import { RandomIds } from '#libs/platform/ids.js';
import { walletCodec, walletStream } from '#libs/wallets/wallet.codec.js';
import { walletDecider } from '#libs/wallets/wallet.js';
import { TestEventStore } from '#test/support/event-store.js';
import { addressBookStream } from './address-book.codec.js';
import { addAddress, approveAddress } from './address-book.fixtures.js';
import { ChangeAddressBook, ChangeAddressBookHandler } from './address-book.handlers.js';
import { fundingCodec, fundingStream } from './funding.codec.js';
import { eur, funded, recordFunding, reverseFunding } from './funding.fixtures.js';
import { fiatWallet } from './funding.js';
import { ChangeFunding, ChangeFundingHandler } from './funding.handlers.js';
import { operatorStream } from './operator.codec.js';
import { now, recordStep, registerOperator } from './operator.fixtures.js';
import { ChangeOperator, ChangeOperatorHandler } from './operator.handlers.js';
import { widgetStream } from './widget.codec.js';
import { configure } from './widget.fixtures.js';
import { ChangeWidget, ChangeWidgetHandler } from './widget.handlers.js';

const metadata: EventMetadata = {
  correlationId: 'acme',
  causationId: 'req_1',
  actor: 'key:k3',
  onBehalfOf: 'acme',
  requestId: 'req_1',
};
let store: TestEventStore;
let streams: EventStreams;
let aggregates: AggregateStore;
let fundings: ChangeFundingHandler;

beforeAll(async () => {
  store = await TestEventStore.start();
  streams = connectEventStreams({ connectionString: store.connectionString });
  aggregates = new AggregateStore(streams, new RandomIds());
  fundings = new ChangeFundingHandler(aggregates, new Accounts(aggregates, 'spec'));
});
afterAll(async () => {
  await streams.close();
  await store.remove();
});

const stored = async (streamName: string): Promise<readonly StoredEvent[]> => (await streams.read(streamName)).events;
const fiatAccount = accountStream(fiatWallet('acme'), eur);
const register = async () =>
  new ChangeOperatorHandler(aggregates).execute(new ChangeOperator('acme', registerOperator(), metadata));
const fund = async (change = recordFunding()) => fundings.execute(new ChangeFunding(change, metadata));
const configureWidget = async () =>
  new ChangeWidgetHandler(aggregates).execute(new ChangeWidget(configure(), metadata));
const changeBook = async (change = addAddress()) =>
  new ChangeAddressBookHandler(aggregates).execute(new ChangeAddressBook(change, metadata));

describe('what belongs to an operator', () => {
  it('waits for its registration', async () => {
    const unknown = { ok: false, rejection: { code: 'operator-not-found' } };
    expect(await changeBook()).toEqual(unknown);
    expect(await configureWidget()).toEqual(unknown);
    expect(await fund()).toEqual(unknown);
    const step = new ChangeOperator('acme', recordStep({ step: 'enterprise-plan-confirmed' }), metadata);
    expect(await new ChangeOperatorHandler(aggregates).execute(step)).toEqual(unknown);
    for (const stream of [operatorStream('acme'), addressBookStream('acme'), fundingStream('fund_1')])
      expect(await stored(stream)).toEqual([]);
  });

  it('IN-02 is stored with who acted, and for which operator', async () => {
    expect(await register()).toMatchObject({ ok: true, changed: true });
    expect(await register()).toMatchObject({ ok: true, changed: false });
    expect(await changeBook()).toMatchObject({ ok: true, book: { entries: [{ status: 'waiting' }] } });
    expect(await changeBook(approveAddress('user:ada'))).toMatchObject({ rejection: { code: 'two-people-needed' } });
    const facts = [...(await stored(operatorStream('acme'))), ...(await stored(addressBookStream('acme')))];
    expect(facts.map((fact) => [fact.type, fact.metadata])).toEqual([
      ['OperatorRegistered.v1', metadata],
      ['BookAddressAdded.v1', metadata],
    ]);
  });
});

describe('IN-05 a widget', () => {
  it('is configured once its operator has the wallet that it fills', async () => {
    const missing = { ok: false, rejection: { code: 'wallet-not-found' } };
    expect(await configureWidget()).toEqual(missing);
    await registerWallet('other');
    expect(await configureWidget()).toEqual(missing);
    expect(await stored(widgetStream('widget_1'))).toEqual([]);
  });

  it('IN-02 is stored with who acted, and for which operator', async () => {
    await registerWallet('acme', 'wal_own');
    const change = configure(0, { depositWalletId: 'wal_own' });
    const outcome = await new ChangeWidgetHandler(aggregates).execute(new ChangeWidget(change, metadata));
    expect(outcome).toMatchObject({ ok: true, widget: { version: 1, depositWalletId: 'wal_own' } });
    expect(await stored(widgetStream('widget_1'))).toMatchObject([{ type: 'WidgetConfigured.v1', metadata }]);
  });
});

describe('IN-09 a funding', () => {
  it('heals after a crash between its fact and its booking', async () => {
    const fact = { id: new RandomIds().uuid(), ...fundingCodec.encode(funded), metadata };
    await streams.append(fundingStream('fund_1'), 'no-stream', [fact]);
    expect(await stored(fiatAccount)).toEqual([]);
    expect(await fund()).toMatchObject({ ok: true, replayed: true, funding: { status: 'recorded' } });
    expect(await stored(fiatAccount)).toMatchObject([{ type: 'AccountCredited.v1' }]);
  });

  it('is booked once, from outside to the operator, on the day of its value', async () => {
    expect(await fund()).toMatchObject({ ok: true, replayed: true });
    expect(await fund(recordFunding({ requestHash: 'hash-2' }))).toMatchObject({
      rejection: { code: 'idempotency-conflict' },
    });
    const [credited, ...more] = await stored(fiatAccount);
    expect(more).toEqual([]);
    expect(credited?.metadata).toEqual({
      ...metadata,
      causationId: 'fund_1',
      effectiveAt: '2026-01-05T00:00:00.000Z',
    });
    expect(await postings()).toEqual([['external:fiat', 'wallet:fiat.acme:available', 1_000_050n]]);
  });

  it('is reversed once, back to where it came from, when it is said', async () => {
    for (const replayed of [false, true])
      expect(await fund(reverseFunding())).toMatchObject({ ok: true, replayed, funding: { status: 'reversed' } });
    expect(await fund()).toMatchObject({ ok: true, replayed: true, funding: { status: 'reversed' } });
    expect(await postings()).toEqual([
      ['external:fiat', 'wallet:fiat.acme:available', 1_000_050n],
      ['wallet:fiat.acme:available', 'external:fiat', 1_000_050n],
    ]);
    const [, debited] = await stored(fiatAccount);
    expect(debited?.metadata).toEqual({ ...metadata, causationId: 'fund_1' });
  });
});

async function postings(): Promise<unknown[]> {
  const events = (await stored(fiatAccount)).map(({ type, data }) => accountCodec.decode({ type, data }));
  return events.flatMap(({ data }) => data.postings.map(({ from, to, amount }) => [from, to, amount.minor]));
}

async function registerWallet(operatorId: string, walletId = 'wal_deposits'): Promise<void> {
  const wallet = { walletId, operatorId, providerWalletId: `provider-${walletId}`, name: walletId } as const;
  const command = { type: 'RegisterWallet', data: { ...wallet, role: 'deposit', now } } as const;
  const streamName = walletStream(walletId);
  await aggregates.execute({ streamName, decider: walletDecider, codec: walletCodec, command, metadata });
}
