import { describe, expect, it } from '@jest/globals';
import { fold } from '../decider/decider.js';
import { givenWhenThen } from '../decider/given-when-then.js';
import { AssetMismatch, money } from '../money/money.js';
import {
  capture,
  captured,
  credit,
  credited,
  held,
  hold,
  release,
  released,
  usdt,
  walletId,
} from './account.fixtures.js';
import { available } from './account-name.js';
import { accountDecider } from './account.js';

const decider = accountDecider(walletId, usdt);
const { given } = givenWhenThen(decider);
const usdtOnEthereum = money({ ...usdt, chain: 'ethereum' }, 10n);

describe('IN-23 crediting an account', () => {
  it('makes the money available', () => {
    given().when(credit(100n)).thenFacts(credited(100n));
    given(credited(100n)).when(credit(5n, 'funding-2')).thenFacts(credited(5n, 'funding-2'));
  });

  it('DW-32 credits a reference once, however often it is reported', () =>
    given(credited(100n)).when(credit(100n)).thenNothing());

  it('refuses what is not an amount to credit', () => {
    given().when(credit(0n)).thenRejects('amount-not-positive');
    given().when(credit(-1n)).thenRejects('amount-not-positive');
  });

  it('INV-L5 throws for another asset, before it can get into the log', () => {
    const other = { ...credit(1n), data: { ...credit(1n).data, amount: usdtOnEthereum } };
    expect(() => decider.decide(other, decider.initial)).toThrow(AssetMismatch);
  });

  it('throws for a credit from the account itself', () => {
    const fromItself = { ...credit(1n), data: { ...credit(1n).data, from: available(walletId) } };
    expect(() => decider.decide(fromItself, decider.initial)).toThrow(RangeError);
  });
});

describe('INV-L4 F1.8 holding money for a payout', () => {
  it('reserves it', () => given(credited(100n)).when(hold(60n)).thenFacts(held(60n)));

  it('reserves all there is, and not one unit more', () => {
    given(credited(100n)).when(hold(100n)).thenFacts(held(100n));
    const short = { available: money(usdt, 100n), requested: money(usdt, 101n) };
    given(credited(100n)).when(hold(101n)).thenRejects('insufficient-funds', short);
  });

  it('refuses to spend reserved money a second time', () =>
    given(credited(100n), held(60n))
      .when(hold(41n, 'po_2'))
      .thenRejects('insufficient-funds', { available: money(usdt, 40n) }));

  it('spends released money again, captured money never', () => {
    given(credited(100n), held(60n), released(60n)).when(hold(100n, 'po_2')).thenFacts(held(100n, 'po_2'));
    given(credited(100n), held(60n), captured(60n)).when(hold(41n, 'po_2')).thenRejects('insufficient-funds');
  });

  it('INV-P1 holds once for each payout, even when the repeat comes after the end', () => {
    given(credited(100n), held(60n)).when(hold(60n)).thenNothing();
    given(credited(100n), held(60n), released(60n)).when(hold(60n)).thenNothing();
    given(credited(100n), held(60n), captured(60n)).when(hold(60n)).thenNothing();
  });

  it('refuses the same hold with another amount', () =>
    given(credited(100n), held(60n))
      .when(hold(61n))
      .thenRejects('hold-exists-with-other-amount', { held: money(usdt, 60n) }));

  it('refuses what is not an amount to hold', () => {
    given(credited(100n)).when(hold(0n)).thenRejects('amount-not-positive');
    given(credited(100n)).when(hold(-60n)).thenRejects('amount-not-positive');
  });

  it('INV-L5 throws for another asset', () => {
    const other = { ...hold(1n), data: { ...hold(1n).data, amount: usdtOnEthereum } };
    expect(() => given(credited(100n)).when(other)).toThrow(AssetMismatch);
  });
});

describe('INV-P2 closing a hold', () => {
  const holding = [credited(100n), held(60n)];

  it('captures it when the payout settled', () =>
    given(...holding)
      .when(capture())
      .thenFacts(captured(60n)));

  it('releases it when the payout did not pay', () =>
    given(...holding)
      .when(release())
      .thenFacts(released(60n)));

  it('closes it once', () => {
    given(...holding, captured(60n))
      .when(capture())
      .thenNothing();
    given(...holding, released(60n))
      .when(release())
      .thenNothing();
  });

  it('never does both, so that nobody is paid and refunded', () => {
    given(...holding, captured(60n))
      .when(release())
      .thenRejects('hold-already-captured');
    given(...holding, released(60n))
      .when(capture())
      .thenRejects('hold-already-released');
  });

  it('refuses a hold that never was', () => {
    given(...holding)
      .when(capture('po_9'))
      .thenRejects('hold-not-found');
    given(...holding)
      .when(release('po_9'))
      .thenRejects('hold-not-found');
  });
});

describe('INV-L2 the balances of an account', () => {
  it('are what its facts say', () => {
    const account = fold(decider, [credited(100n), held(60n), held(10n, 'po_2'), captured(60n), released(10n, 'po_2')]);
    expect(account).toMatchObject({ available: money(usdt, 40n), reserved: money(usdt, 0n) });
  });

  it('are exact far beyond what a float holds', () => {
    const wei = 10n ** 30n + 1n;
    const account = fold(decider, [credited(wei), held(1n)]);
    expect(account.available.minor).toBe(10n ** 30n);
  });
});
