import { assetId, sameAsset, type Asset } from './asset.js';

/** An exact amount of one asset, in its minor units. May be negative; see `isPositive`. */
export interface Money {
  readonly asset: Asset;
  readonly minor: bigint;
}

/** Amounts of different assets were mixed: a defect of ours, never of the input. */
export class AssetMismatch extends Error {
  override readonly name = 'AssetMismatch';

  constructor(a: Asset, b: Asset) {
    super(`${assetId(a)} is not ${assetId(b)}`);
  }
}

export function money(asset: Asset, minor: bigint): Money {
  return Object.freeze({ asset, minor });
}

export function zero(asset: Asset): Money {
  return money(asset, 0n);
}

export function add(a: Money, b: Money): Money {
  return money(sharedAsset(a, b), a.minor + b.minor);
}

export function subtract(a: Money, b: Money): Money {
  return money(sharedAsset(a, b), a.minor - b.minor);
}

export function negate(a: Money): Money {
  return money(a.asset, -a.minor);
}

export function isPositive(a: Money): boolean {
  return a.minor > 0n;
}

export function sameMoney(a: Money, b: Money): boolean {
  return sameAsset(a.asset, b.asset) && a.minor === b.minor;
}

/** Whether `a` covers `b`. @throws AssetMismatch */
export function covers(a: Money, b: Money): boolean {
  sharedAsset(a, b);
  return a.minor >= b.minor;
}

function sharedAsset(a: Money, b: Money): Asset {
  if (!sameAsset(a.asset, b.asset)) throw new AssetMismatch(a.asset, b.asset);
  return a.asset;
}
