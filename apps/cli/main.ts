#!/usr/bin/env node
import 'reflect-metadata';
import type { Command } from 'commander';
import { ledgerProgram } from './program.js';

/** Only what is asked for is loaded: all of it takes over a second. */
const commands = new Map<string, () => Promise<Command>>(
  Object.entries({
    up: async () => (await import('./up/up.command.js')).upCommand(),
    wallet: async () => (await import('./wallet/wallet.command.js')).walletCommand(),
    operator: async () => (await import('./operator/operator.command.js')).operatorCommand(),
    payout: async () => (await import('./payout/payout.command.js')).payoutCommand(),
    swap: async () => (await import('./swap/swap.command.js')).swapCommand(),
    deposit: async () => (await import('./deposits/deposit.command.js')).depositCommand(),
    balances: async () => (await import('./balances/balances.command.js')).balancesCommand(),
    explain: async () => (await import('./explain/explain.command.js')).explainCommand(),
    diff: async () => (await import('./diff/diff.command.js')).diffCommand(),
    'day-end': async () => (await import('./day-end/day-end.command.js')).dayEndCommand(),
    reconcile: async () => (await import('./reconcile/reconcile.command.js')).reconcileCommand(),
    breaks: async () => (await import('./reconcile/breaks.command.js')).breaksCommand(),
    export: async () => (await import('./export/export.command.js')).exportCommand(),
    statement: async () => (await import('./statement/statement.command.js')).statementCommand(),
    fees: async () => (await import('./fees/fees.command.js')).feesCommand(),
    sweeps: async () => (await import('./sweeps/sweeps.command.js')).sweepsCommand(),
    replay: async () => (await import('./replay/replay.command.js')).replayCommand(),
    trace: async () => (await import('./trace/trace.command.js')).traceCommand(),
    evidence: async () => (await import('./evidence/evidence.command.js')).evidenceCommand(),
    projections: async () => (await import('./projections/projections.command.js')).projectionsCommand(),
    webhooks: async () => (await import('./webhooks/webhooks.command.js')).webhooksCommand(),
  }),
);

// Whoever reads may have seen enough, as `| head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.stderr.write(`${error.message}\n`);
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

const asked = commands.get(process.argv[2] ?? '');
const loaded = await Promise.all((asked ? [asked] : [...commands.values()]).map((load) => load()));
await ledgerProgram(loaded).parseAsync();
