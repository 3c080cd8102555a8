#!/usr/bin/env node
import 'reflect-metadata';
import { Command } from 'commander';
import { balancesCommand } from './balances/balances.command.js';
import { dayEndCommand } from './day-end/day-end.command.js';
import { depositCommand } from './deposits/deposit.command.js';
import { exportCommand } from './export/export.command.js';
import { diffCommand } from './diff/diff.command.js';
import { evidenceCommand } from './evidence/evidence.command.js';
import { explainCommand } from './explain/explain.command.js';
import { feesCommand } from './fees/fees.command.js';
import { operatorCommand } from './operator/operator.command.js';
import { payoutCommand } from './payout/payout.command.js';
import { projectionsCommand } from './projections/projections.command.js';
import { breaksCommand } from './reconcile/breaks.command.js';
import { reconcileCommand } from './reconcile/reconcile.command.js';
import { replayCommand } from './replay/replay.command.js';
import { statementCommand } from './statement/statement.command.js';
import { sweepsCommand } from './sweeps/sweeps.command.js';
import { traceCommand } from './trace/trace.command.js';
import { upCommand } from './up/up.command.js';
import { walletCommand } from './wallet/wallet.command.js';
import { webhooksCommand } from './webhooks/webhooks.command.js';

const program = new Command('ledger').description('An event-sourced ledger for payouts over inabit');
const commands = [
  upCommand(),
  walletCommand(),
  operatorCommand(),
  payoutCommand(),
  depositCommand(),
  balancesCommand(),
  explainCommand(),
  diffCommand(),
  dayEndCommand(),
  reconcileCommand(),
  breaksCommand(),
  exportCommand(),
  statementCommand(),
  feesCommand(),
  sweepsCommand(),
  replayCommand(),
  traceCommand(),
  evidenceCommand(),
  projectionsCommand(),
  webhooksCommand(),
];
for (const command of commands) program.addCommand(command);
await program.parseAsync();
