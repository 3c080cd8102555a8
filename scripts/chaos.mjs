// `npm run chaos`: the long version of test/faults/circle-chaos.spec.ts. CHAOS_PAYOUTS (200) and CHAOS_SEED choose it.
process.env.CHAOS_PAYOUTS ??= '200';
process.env.CHAOS_SEED ??= String(Date.now());
process.stderr.write(`seed ${process.env.CHAOS_SEED}\n`);
process.argv.push('test/faults/circle-chaos');
await import('./test.mjs');
