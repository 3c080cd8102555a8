import { describe, expect, it } from '@jest/globals';
import { assetId, assets } from '#libs/money/asset.js';
import { assetByCodes, chainCode, type CodeSpace } from './provider-codes.js';
import { providerPhase } from './provider-status.js';

const spaces: readonly CodeSpace[] = ['platform', 'approver', 'terminal'];

describe('inabit’s code spaces (fact sheet §7)', () => {
  it.each(spaces)('%s codes lead back to the asset they came from, and to no other', (space) => {
    const offered = assets.filter(({ chain }) => chain !== 'fiat');
    const back = offered.map(({ token, chain }) => assetByCodes(space, token, chainCode(space, chain) ?? ''));
    expect(back).toEqual(offered);
  });

  it.each(spaces)('IN-09 %s has no code for fiat: the provider moves none', (space) => {
    expect(chainCode(space, 'fiat')).toBeUndefined();
    for (const code of ['', 'fiat', 'undefined']) expect(assetByCodes(space, 'EUR', code)).toBeUndefined();
  });

  it.each([
    ['approver', 'USDT', 'TRON', 'USDT@tron/6'],
    ['approver', 'USDT', 'BSC', 'USDT@bsc/18'],
    ['approver', 'MATIC', 'MATIC', 'MATIC@polygon/18'],
    ['terminal', 'BNB', 'binance-smart-chain', 'BNB@bsc/18'],
    ['terminal', 'USDT', 'ethereum-sepolia', 'USDT@ethereum-sepolia/6'],
  ] as const)('%s %s on %s is %s', (space, token, code, id) => {
    const found = assetByCodes(space, token, code);
    expect(found && assetId(found)).toBe(id);
  });

  it.each([
    ['approver', 'USDT', 'tron'],
    ['approver', 'usdt', 'TRON'],
    ['approver', 'BTC', 'TRON'],
    ['approver', 'XRP', 'XRP'],
    ['terminal', 'USDT', 'TRON'],
    ['platform', 'USDT', ''],
  ] as const)('knows no %s %s on %s', (space, token, code) => {
    expect(assetByCodes(space, token, code)).toBeUndefined();
  });
});

describe('F3.8 provider statuses', () => {
  it.each([
    ['PendingApproval', 'pending-approval'],
    ['Processing', 'processing'],
    ['Completed', 'completed'],
    ['Rejected', 'failed-not-paid'],
    ['Failed', 'failed-not-paid'],
    ['Cancelled', 'failed-not-paid'],
    ['failed', 'unknown'],
    ['PartiallyFailed', 'unknown'],
    ['', 'unknown'],
    ['constructor', 'unknown'],
  ])('%s is %s', (status, phase) => {
    expect(providerPhase(status)).toBe(phase);
  });
});
