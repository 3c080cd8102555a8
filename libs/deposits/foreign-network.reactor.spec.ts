import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { usualNetworks, type Networks } from '../chains/networks.js';
import { storedAsset } from '../money/asset.js';
import { money } from '../money/money.js';
import { DepositStage } from './deposit-stage.fixtures.js';
import { incoming, purchase } from './deposit.fixtures.js';

let stage: DepositStage;

beforeAll(async () => {
  stage = await DepositStage.start();
});

afterAll(() => stage.stop());

const sepolia = storedAsset('USDT@ethereum-sepolia/6');
const address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const amount = money(sepolia, 20_000_000n);
const evidence = 'pull';
const rule = { excess: 'ignore', toleranceBps: 500 } as const;

/** A process of an environment with these networks. */
const recorders = (networks: Networks) => stage.recorders(rule, { networks });

describe('IN-28 S-14 money on a network of another environment', () => {
  const mainOnly = ['ethereum', 'tron'] as const;

  it.each([
    ['a test network in live', usualNetworks('live')],
    ['a network that is not listed in test', mainOnly],
  ])('%s: a deposit is quarantined and never booked, until the network belongs there', async (_, networks) => {
    const providerId = randomUUID();
    const sighting = incoming('Completed', { providerId, widgetId: providerId, asset: sepolia, amount, address });
    const { deposits } = recorders(networks);
    expect(await deposits.record({ sighting, evidence })).toBe('review');
    expect(await deposits.record({ sighting, evidence })).toBe('unchanged');
    expect(await stage.depositTypes(providerId)).toEqual(['DepositQuarantined']);
    expect(await stage.books(providerId, sepolia)).toEqual({});
    expect(await recorders(usualNetworks('test')).deposits.record({ sighting, evidence })).toBe('applied');
    expect(await stage.books(providerId, sepolia)).toMatchObject({ available: 20_000_000n });
  });

  it('of a purchase is not booked either', async () => {
    const providerId = randomUUID();
    const paid = { asset: sepolia, address, planned: amount, received: amount, transactionHashes: [providerId] };
    const sighting = purchase('Completed', 0n, { providerId, widgetId: providerId, ...paid });
    expect(await recorders(usualNetworks('live')).orders.record({ sighting, evidence })).toBe('review');
    expect(await stage.orderTypes(providerId)).toEqual(['OrderQuarantined']);
    expect(await stage.books(providerId, sepolia)).toEqual({});
  });

  it('and money on its own networks is booked', async () => {
    const providerId = randomUUID();
    const sighting = incoming('Completed', { providerId, widgetId: providerId });
    expect(await recorders(usualNetworks('live')).deposits.record({ sighting, evidence })).toBe('applied');
    expect(await stage.books(providerId)).toMatchObject({ available: 20_000_000n });
  });
});
