import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PayoutStage } from '#test/support/payout-stage.js';
import { askForSwap, registerWallet, requestSwap, swapFacts } from '#test/support/swap-stage.js';

let stage: PayoutStage;

beforeAll(async () => {
  stage = await PayoutStage.start();
});

afterAll(() => stage.stop());

describe('IN-13 IN-26 who may swap in which wallet', () => {
  it('the wallet’s own tenant; where it is at the provider, only the ledger says', async () => {
    const request = await requestSwap(stage);
    expect(request.providerWalletId).toBe(stage.providerWalletId(1));
  });

  it.each([
    ['another tenant', { operatorId: 'other' }],
    ['a wallet that nobody registered', { walletId: 'wal_none' }],
  ])('not %s', async (_, changes) => {
    const swap = { ...(await requestSwap(stage)), ...changes, swapId: 'sw_other' };
    expect(await askForSwap(stage, swap)).toEqual({ ok: false, rejection: { code: 'wallet-not-found' } });
    expect(await swapFacts(stage, swap)).toEqual([]);
  });

  it('the platform in its Master Wallet, which nobody onboards; nobody in a wallet for deposits', async () => {
    const request = { ...(await requestSwap(stage)), operatorId: 'platform' };
    await registerWallet(stage, { walletId: 'wal_master', operatorId: 'platform', role: 'master' });
    await registerWallet(stage, { walletId: 'wal_deposits', operatorId: 'platform', role: 'deposit' });
    const inMaster = { ...request, swapId: 'sw_master', walletId: 'wal_master' };
    expect(await askForSwap(stage, inMaster, true)).toMatchObject({ ok: true, replayed: false });
    const inDeposits = { ...request, swapId: 'sw_deposits', walletId: 'wal_deposits' };
    expect(await askForSwap(stage, inDeposits)).toEqual({ ok: false, rejection: { code: 'wallet-not-found' } });
  });

  it('not an operator whose onboarding is not complete', async () => {
    const request = { ...(await requestSwap(stage)), swapId: 'sw_early' };
    expect(await askForSwap(stage, request, true)).toMatchObject({
      ok: false,
      rejection: { code: 'operator-not-live' },
    });
  });
});

describe('API-13 the same key again', () => {
  it('is the same swap, though the wallet cannot be seen any more; with another body it is a conflict', async () => {
    const request = await requestSwap(stage);
    expect(await askForSwap(stage, { ...request, operatorId: 'other' })).toEqual({ ok: true, request, replayed: true });
    expect(await askForSwap(stage, { ...request, requestHash: 'b2' })).toMatchObject({
      ok: false,
      rejection: { code: 'idempotency-conflict' },
    });
    expect(await swapFacts(stage, request)).toEqual(['SwapRequested']);
  });
});
