import { readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(import.meta.dirname, '..', 'fixtures', 'inabit');

/** The provider's own samples, as they are printed. */
export const samples = {
  received: read('incoming-transaction-received'),
  initiated: read('incoming-transaction-status-initiated'),
  updated: read('incoming-transaction-status-updated'),
  purchaseInitiated: read('purchase-updated-initiated'),
  purchaseCompleted: read('purchase-updated-completed'),
};

/** A sample that says something else: fields by name, as JSON text, so that numbers are written as wanted. */
export function told(sample: string, changes: Readonly<Record<string, string>>): string {
  return Object.entries(changes).reduce((text, [field, json]) => {
    const before = new RegExp(`"${field}":\\s*("[^"]*"|[-+.\\w]+)`);
    if (!before.test(text)) throw new Error(`No ${field} in ${text}`);
    return text.replace(before, `"${field}": ${json}`);
  }, sample);
}

function read(name: string): string {
  return readFileSync(path.join(folder, `${name}.json`), 'utf8');
}
