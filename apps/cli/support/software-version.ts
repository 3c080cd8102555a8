import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { checkoutFolder } from '../up/checkout.js';

const packageFile = z.object({ name: z.string(), version: z.string() });

/** `payout-ledger 0.1.0` */
export function softwareVersion(): string {
  const content: unknown = JSON.parse(readFileSync(path.join(checkoutFolder, 'package.json'), 'utf8'));
  const { name, version } = packageFile.parse(content);
  return `${name} ${version}`;
}
