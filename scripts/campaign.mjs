// `npm run campaign`: the crash sweeps and laws with TEST_SCALE (20) times as many runs as in `npm test`.
process.env.TEST_SCALE ??= '20';
process.argv.push('laws', 'crash-sweep', 'equivalence', '--testTimeout=3600000');
await import('./test.mjs');
