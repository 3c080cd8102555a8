import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { MalformedEvent } from '../decider/codec.js';
import { fold } from '../decider/decider.js';
import { givenWhenThen } from '../decider/given-when-then.js';
import { stored } from '../decider/laws.fixtures.js';
import { walletCodec, walletStream, walletStreamPrefix } from './wallet.codec.js';
import type { WalletEvent } from './wallet.events.js';
import { addressRecorded, recordAddress, registered, registerWallet, tronAddress } from './wallet.fixtures.js';
import { walletDecider, type WalletCommand } from './wallet.js';

const { given } = givenWhenThen(walletDecider);
const { data } = registered;

describe('IN-22 registering a wallet', () => {
  it('makes it known to the ledger', () => given().when(registerWallet()).thenFacts(registered));

  it('does nothing twice', () => given(registered).when(registerWallet()).thenNothing());

  it('takes another time or name for the same wallet', () => {
    given(registered)
      .when(registerWallet({ now: new Date(0), name: 'Payouts 2' }))
      .thenNothing();
  });

  it.each([{ operatorId: 'op_2' }, { providerWalletId: 'provider-wallet-2' }, { role: 'master' as const }])(
    'refuses to make another wallet of it: %j',
    (changes) =>
      given(registered).when(registerWallet(changes)).thenRejects('wallet-registered-otherwise', { registered: data }),
  );

  it('is registered once, as it was registered first, whatever is asked later', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom('op_1', 'op_2')), (operatorIds) => {
        const facts: WalletEvent[] = [];
        const decide = (command: WalletCommand) => walletDecider.decide(command, fold(walletDecider, facts));
        for (const operatorId of operatorIds) {
          const decision = decide(registerWallet({ operatorId }));
          if (decision.ok) facts.push(...decision.events);
        }
        const owners = facts.map((fact) => (fact.type === 'WalletRegistered' ? fact.data.operatorId : ''));
        expect(owners).toEqual(operatorIds.slice(0, 1));
      }),
    ));
});

describe('IN-21 the addresses of a wallet', () => {
  it('are recorded, one for each chain', () => {
    given(registered).when(recordAddress()).thenFacts(addressRecorded());
    const wallet = fold(walletDecider, [registered, addressRecorded()]);
    expect(wallet).toMatchObject({ addresses: new Map([['tron', tronAddress]]) });
  });

  it('are recorded once', () => given(registered, addressRecorded()).when(recordAddress()).thenNothing());

  it('may change: the latest counts', () => {
    const other = 'THdaEUCAUL2GqUFbBVDSRg4PyMEKDFdx4v';
    given(registered, addressRecorded()).when(recordAddress(other)).thenFacts(addressRecorded(other));
    const wallet = fold(walletDecider, [registered, addressRecorded(), addressRecorded(other)]);
    expect(wallet).toMatchObject({ addresses: new Map([['tron', other]]) });
  });

  it('belong to a wallet that is registered', () => given().when(recordAddress()).thenRejects('wallet-not-found'));

  it('follow on the registration in the log, or the log is broken', () =>
    expect(() => fold(walletDecider, [addressRecorded()])).toThrow('cannot follow'));
});

describe('INV-C3 the wallet facts in the log', () => {
  it('are read back as they were written', () => expect(stored(walletCodec, registered)).toEqual(registered));

  it('stand in the wallet’s stream', () => expect(walletStream('wal_1')).toBe(`${walletStreamPrefix}wal_1`));

  it('are refused with an unknown role, never guessed', () => {
    const encoded = walletCodec.encode(registered);
    const strange = { type: encoded.type, data: { ...encoded.data, role: 'hot' } };
    expect(() => walletCodec.decode(strange)).toThrow(MalformedEvent);
  });
});
