import { describe, expect, it } from '@jest/globals';
import { checkConnectionString } from './connection-string.js';

describe('the connection string', () => {
  it.each([
    'esdb://127.0.0.1:2113?tls=false',
    'esdb://127.0.0.1:2113/?tls=false&keepAliveTimeout=5000',
    'esdb://ledger:secret@a.example:2113,b.example:2113?nodePreference=leader&tlsCAFile=/etc/ca.pem',
    'esdb+discover://ledger:secret@events.example',
  ])('may be %s', (text) => {
    expect(() => checkConnectionString(text)).not.toThrow();
  });

  it.each([
    ['http://127.0.0.1:2113', 'malformed'],
    ['esdb://', 'malformed'],
    ['esdb://a?tls=false&throwOnAppendFailure=false', 'throwonappendfailure'],
    ['esdb://a?tlsVerifyCert=false', 'tlsverifycert'],
    ['esdb://ledger:secret@a?tsl=false', 'Option tsl'],
    ['esdb://ledger:secret@a?tls=false', 'drops the credentials'],
  ])('may not be %s, and S-37 its secrets are not repeated', (text, reason) => {
    expect(() => checkConnectionString(text)).toThrow(reason);
    expect(() => checkConnectionString(text)).not.toThrow('secret');
  });
});
