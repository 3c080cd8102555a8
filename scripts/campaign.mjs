// `npm run campaign`: the crash sweeps, the laws and the storm of webhooks (20,000), TEST_SCALE (20) times what `npm test` has.
process.env.TEST_SCALE ??= '20';
process.argv.push('laws', 'crash-sweep', 'equivalence', 'webhook-storm', '--testTimeout=3600000');
await import('./test.mjs');
