import { describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import path from 'node:path';
import { assets, chains } from '#libs/money/asset.js';
import { nativeAsset } from '#libs/money/native-asset.js';

describe('RS-06 the page about settlement', () => {
  it('names every chain, what may settle on it, and what its fees are paid in', () => {
    const page = fs.readFileSync(path.join(process.cwd(), 'docs', 'settlement.md'), 'utf8');
    const rows = page.matchAll(/^\| `([\w-]+)`\s*\| ([^|]+?)\s*\| (\w+)\s*\|/gm);
    const told = Array.from(rows, ([, chain, tokens = '', native]) => ({
      chain,
      tokens: tokens.replace(/ \(.*/, '').split(', '),
      native,
    }));
    const pinned = chains
      .filter((chain) => chain !== 'fiat')
      .map((chain) => ({
        chain,
        tokens: assets.filter((asset) => asset.chain === chain).map(({ token }) => token),
        native: nativeAsset(chain).token,
      }));
    expect(told).toEqual(pinned);
  });
});
