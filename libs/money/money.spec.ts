import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { assetId, assets, chains, findAsset, sameAsset, type Asset } from './asset.js';
import { add, AssetMismatch, covers, isPositive, money, negate, sameMoney, subtract, zero } from './money.js';

const btc: Asset = { token: 'BTC', chain: 'bitcoin', decimals: 8 };
const usdt: Asset = { token: 'USDT', chain: 'tron', decimals: 6 };
const amount = fc.bigInt({ min: -(2n ** 256n), max: 2n ** 256n }).map((minor) => money(usdt, minor));

describe('money', () => {
  it('adds and subtracts without loss', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        expect(sameMoney(subtract(add(a, b), b), a)).toBe(true);
        expect(sameMoney(add(a, b), add(b, a))).toBe(true);
        expect(sameMoney(add(a, negate(a)), zero(usdt))).toBe(true);
        expect(covers(a, b)).toBe(!isPositive(subtract(b, a)));
      }),
    );
  });

  it('never mixes assets', () => {
    for (const mix of [add, subtract, covers])
      expect(() => mix(money(usdt, 1n), money(btc, 1n))).toThrow(AssetMismatch);
    expect(sameMoney(money(usdt, 1n), money(btc, 1n))).toBe(false);
  });

  it('cannot be changed', () => {
    expect(() => Object.assign(money(usdt, 1n), { minor: 2n })).toThrow(TypeError);
  });

  it('is positive above zero only', () => {
    expect([-1n, 0n, 1n].map((minor) => isPositive(money(usdt, minor)))).toEqual([false, false, true]);
  });
});

describe('INV-L5 the registry of assets', () => {
  it('finds an asset by its id and by its short name', () => {
    for (const asset of assets) {
      expect(findAsset(assetId(asset))).toBe(asset);
      expect(findAsset(`${asset.token}@${asset.chain}`)).toBe(asset);
    }
  });

  it('has no two assets of one name', () => {
    expect(new Set(assets.map((asset) => `${asset.token}@${asset.chain}`)).size).toBe(assets.length);
    expect(new Set(assets.map(({ chain }) => chain))).toEqual(new Set(chains));
  });

  it.each(['USDT', 'USDT@tron/18', 'usdt@tron', 'USDT@tron/06', 'DOGE@dogecoin', '', 'constructor', 'USDT@tron/6 '])(
    'does not know %j',
    (text) => {
      expect(findAsset(text)).toBeUndefined();
    },
  );

  it('tells assets apart by token, chain and decimals', () => {
    expect(sameAsset(usdt, { ...usdt })).toBe(true);
    expect(sameAsset(usdt, { ...usdt, decimals: 18 })).toBe(false);
    expect(sameAsset(usdt, { ...usdt, chain: 'bsc' })).toBe(false);
    expect(sameAsset(usdt, { ...usdt, token: 'USDC' })).toBe(false);
  });
});
