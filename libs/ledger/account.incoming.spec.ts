import { describe, expect, it } from '@jest/globals';
import { fold } from '../decider/decider.js';
import { givenWhenThen } from '../decider/given-when-then.js';
import { AssetMismatch, money } from '../money/money.js';
import {
  cancel,
  cancelled,
  captured,
  confirm,
  confirmed,
  credited,
  debit,
  debited,
  detect,
  detected,
  held,
  heldBack,
  hold,
  holdBack,
  reopen,
  reopened,
  usdt,
  walletId,
} from './account.fixtures.js';
import { accountDecider } from './account.js';

const decider = accountDecider(walletId, usdt);
const { given } = givenWhenThen(decider);
const usdtOnEthereum = money({ ...usdt, chain: 'ethereum' }, 10n);

describe('DW-01 money on its way in', () => {
  it('is in the books at once, and locked', () => {
    given().when(detect(100n)).thenFacts(detected(100n));
    given(detected(100n)).when(hold(1n)).thenRejects('insufficient-funds');
  });

  it('is available when it is confirmed', () => {
    given(detected(100n)).when(confirm()).thenFacts(confirmed(100n));
    given(detected(100n), confirmed(100n)).when(hold(100n)).thenFacts(held(100n));
  });

  it('DW-14 goes back when it fails', () => given(detected(100n)).when(cancel()).thenFacts(cancelled(100n)));

  it('DW-32 counts once, however often it is reported', () => {
    given(detected(100n)).when(detect(100n)).thenNothing();
    given(detected(100n), confirmed(100n)).when(detect(100n)).thenNothing();
    given(detected(100n), confirmed(100n)).when(confirm()).thenNothing();
    given(detected(100n), cancelled(100n)).when(cancel()).thenNothing();
    given(detected(100n), cancelled(100n)).when(detect(100n)).thenNothing();
  });

  it('refuses what contradicts what it knows', () => {
    given(detected(100n))
      .when(detect(101n))
      .thenRejects('incoming-exists-with-other-amount', { detected: money(usdt, 100n) });
    given(detected(100n), cancelled(100n)).when(confirm()).thenRejects('incoming-already-cancelled');
    given(detected(100n), cancelled(100n)).when(holdBack()).thenRejects('incoming-already-cancelled');
    given(detected(100n), cancelled(100n))
      .when(cancel('tx_1', 'suspense:other'))
      .thenRejects('incoming-already-cancelled');
    given(detected(100n), cancelled(100n)).when(holdBack('tx_1', 'external:tron')).thenNothing();
    given(detected(100n), cancelled(100n))
      .when(holdBack('tx_1', 'suspense:other'))
      .thenRejects('incoming-already-cancelled');
    given(detected(100n), confirmed(100n)).when(cancel()).thenRejects('incoming-already-available');
  });

  it('refuses what it never saw', () => {
    given().when(confirm()).thenRejects('incoming-not-found');
    given().when(holdBack()).thenRejects('incoming-not-found');
    given().when(cancel()).thenRejects('incoming-not-found');
  });

  it('refuses what is not an amount', () => given().when(detect(0n)).thenRejects('amount-not-positive'));

  it('INV-L5 throws for another asset, before it can get into the log', () => {
    const other = { ...detect(1n), data: { ...detect(1n).data, amount: usdtOnEthereum } };
    expect(() => decider.decide(other, decider.initial)).toThrow(AssetMismatch);
  });
});

describe('DW-13 F5.9 a block is forked away after the money was made available', () => {
  const available = [detected(100n), confirmed(100n)];
  const spent = [...available, held(70n), captured(70n)];

  it('locks it again', () =>
    given(...available)
      .when(holdBack())
      .thenFacts(heldBack(100n)));

  it('does nothing to what is locked', () => given(detected(100n)).when(holdBack()).thenNothing());

  it('has what was spent meanwhile owed, so that nothing becomes negative', () => {
    given(...spent)
      .when(holdBack())
      .thenFacts(heldBack(100n, { covered: 30n }));
    given(...available, held(100n))
      .when(holdBack())
      .thenFacts(heldBack(100n, { covered: 0n }));
  });

  it('repays what is owed when it is confirmed after all', () => {
    const back = [...spent, heldBack(100n, { covered: 30n })];
    given(...back)
      .when(confirm())
      .thenFacts(confirmed(100n, 'tx_1', 70n));
    const again = fold(decider, [...back, confirmed(100n, 'tx_1', 70n)]);
    expect(again).toMatchObject({ available: money(usdt, 30n), incoming: money(usdt, 0n) });
  });

  it('goes back when it fails in the end, and what is owed stays owed', () =>
    given(...spent, heldBack(100n, { covered: 30n }))
      .when(cancel())
      .thenFacts(cancelled(100n)));
});

describe('F5.10 what was cancelled is decided anew', () => {
  const gone = [detected(100n), cancelled(100n)];

  it('is locked again, and may be confirmed or cancelled then', () => {
    given(...gone)
      .when(reopen())
      .thenFacts(reopened(100n));
    given(...gone, reopened(100n))
      .when(confirm())
      .thenFacts(confirmed(100n));
    given(...gone, reopened(100n))
      .when(cancel())
      .thenFacts(cancelled(100n));
    given(...gone, reopened(100n))
      .when(hold(1n))
      .thenRejects('insufficient-funds');
  });

  it('comes back once, and only from where it was cancelled to', () => {
    given(...gone, reopened(100n))
      .when(reopen())
      .thenNothing();
    given(...gone)
      .when(reopen('tx_1', 'suspense:other'))
      .thenNothing();
    given(detected(100n), confirmed(100n)).when(reopen()).thenNothing();
    given().when(reopen()).thenRejects('incoming-not-found');
  });
});

describe('INV-L7 a fee that was taken already', () => {
  it('is debited', () => given(credited(100n)).when(debit(60n)).thenFacts(debited(60n)));

  it('is debited once', () => given(credited(100n), debited(60n)).when(debit(60n)).thenNothing());

  it('INV-L4 is owed as far as it is not there', () => {
    given(credited(100n))
      .when(debit(160n))
      .thenFacts(debited(160n, 'fee-1', { covered: 100n }));
    given()
      .when(debit(160n))
      .thenFacts(debited(160n, 'fee-1', { covered: 0n }));
  });

  it('takes nothing that is reserved', () =>
    given(credited(100n), held(90n))
      .when(debit(60n))
      .thenFacts(debited(60n, 'fee-1', { covered: 10n })));

  it('refuses what is not an amount', () => given().when(debit(0n)).thenRejects('amount-not-positive'));

  it('INV-L5 throws for another asset', () => {
    const other = { ...debit(1n), data: { ...debit(1n).data, amount: usdtOnEthereum } };
    expect(() => decider.decide(other, decider.initial)).toThrow(AssetMismatch);
  });
});
