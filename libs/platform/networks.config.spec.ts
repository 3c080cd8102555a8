import { describe, expect, it } from '@jest/globals';
import { chains } from '../money/asset.js';
import { ConfigError, loadConfig, type Environment } from './config.js';
import { networksConfig } from './networks.config.js';

const networksOf = (environment: Environment) => loadConfig({ networks: networksConfig }, environment).networks;
const blockchains = chains.filter((chain) => chain !== 'fiat');

describe('IN-28 the blockchains of an environment', () => {
  it('are in live the main networks, in test all, where nothing is said', () => {
    expect(networksOf({ LEDGER_ENVIRONMENT: 'live' })).toEqual(blockchains.filter((name) => !name.includes('sepolia')));
    expect(networksOf({})).toEqual(blockchains);
  });

  it('are those that are listed', () => {
    expect(networksOf({ LEDGER_NETWORKS: 'ethereum-sepolia' })).toEqual(['ethereum-sepolia']);
    const live = { LEDGER_ENVIRONMENT: 'live', LEDGER_NETWORKS: 'tron, ethereum' };
    expect(networksOf(live)).toEqual(['tron', 'ethereum']);
  });

  it.each([
    ['a test network in live', { LEDGER_ENVIRONMENT: 'live', LEDGER_NETWORKS: 'ethereum,ethereum-sepolia' }],
    ['a network that nobody knows', { LEDGER_NETWORKS: 'ethereum,dogecoin' }],
    ['the banks', { LEDGER_NETWORKS: 'fiat' }],
  ])('are never %s: the process does not start', (_, environment) => {
    expect(() => networksOf(environment)).toThrow(ConfigError);
    expect(() => networksOf(environment)).toThrow('LEDGER_NETWORKS');
  });
});
