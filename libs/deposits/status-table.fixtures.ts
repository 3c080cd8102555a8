import { terminalStatuses, verdictOn, type StatusVerdict } from './terminal-status.js';

const marks: Readonly<Record<StatusVerdict, string>> = {
  same: '·',
  newer: 'newer',
  older: 'older',
  late: 'late',
  conflict: 'review',
};

/** The whole conflict table, as docs/deposits.md shows it (PO-15). */
export function statusTable(): string {
  const rows = terminalStatuses.map((ours) => [
    `**${ours}**`,
    ...terminalStatuses.map((pulled) => marks[verdictOn(ours, pulled)]),
  ]);
  const head = ['ours ↓ pulled →', ...terminalStatuses];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
