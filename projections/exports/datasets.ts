import { balances } from './balances.export.js';
import { entries } from './entries.export.js';
import type { ExportDataset } from './export-dataset.js';
import { journal } from './journal.export.js';
import { payouts } from './payouts.export.js';

/** Everything that can be exported, in one line each. */
export const exportDatasets: readonly ExportDataset[] = [entries, journal, payouts, balances];
