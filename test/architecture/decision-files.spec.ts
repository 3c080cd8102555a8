import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { decides, decidingLibs, impurities } from './decision-purity.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = decidingLibs
  .flatMap((lib) =>
    readdirSync(path.join(root, 'libs', lib), { recursive: true, encoding: 'utf8' }).map((file) =>
      path.posix.join('libs', lib, file.replaceAll(path.sep, '/')),
    ),
  )
  .filter((file) => file.endsWith('.ts') && decides(file));

describe('architecture idea 2: everything that decides is a pure function', () => {
  it.each(files)('%s', (file) => expect(impurities(file, readFileSync(path.join(root, file), 'utf8'))).toEqual([]));

  it('looks at the files that decide, and not at those that do', () => {
    expect(files).toEqual(
      expect.arrayContaining(['libs/payouts/payout.ts', 'libs/gate/gate.ts', 'libs/money/money.ts']),
    );
    expect(files.length).toBeGreaterThan(30);
    expect(decides('libs/payouts/hold-funds.reactor.ts')).toBe(false);
    expect(decides('libs/payouts/payout.spec.ts')).toBe(false);
    expect(decides('libs/event-streams/event-streams.ts')).toBe(false);
  });
});

const found = (source: string, file = 'libs/payouts/payout.ts') =>
  impurities(file, source).map((finding) => finding.replace(`${file}:`, ''));

describe('what makes a deciding file impure is noticed', () => {
  it.each([
    ['const at = Date.now();', '1 mentions Date.now'],
    ['const at = new Date();', '1 mentions Date itself'],
    ['const at = new Date;', '1 mentions Date itself'],
    ['const at = Date();', '1 mentions Date itself'],
    ['const { now } = Date;', '1 mentions Date itself'],
    ['const D = Date;\nD.now();', '1 mentions Date itself'],
    ['const dice = () => Math.random();', '1 mentions Math.random'],
    ['const { random } = Math;', '1 mentions Math itself'],
    ['const id = crypto.randomUUID();', '1 mentions crypto'],
    ["import { randomUUID } from 'node:crypto';", '1 imports randomUUID of node:crypto'],
    ["import { createHash, randomUUID as id } from 'node:crypto';", '1 imports randomUUID of node:crypto'],
    ["import * as all from 'node:crypto';", '1 imports everything of node:crypto'],
    ['\nsetTimeout(() => 1, 2);', '2 mentions setTimeout'],
    ['setInterval(f, 2);', '1 mentions setInterval'],
    ['const f = () => process.env.HOME;', '1 mentions process'],
    ['const o = { process };', '1 mentions process'],
    ["const f = async () => fetch('https://provider.example');", '1 mentions fetch'],
    ["console.log('here');", '1 mentions console'],
    ['globalThis.x = 1;', '1 mentions globalThis'],
    ["import fs from 'node:fs';", '1 imports node:fs'],
    ["import { connect } from 'node:net';", '1 imports node:net'],
    ["import { request } from 'node:http';", '1 imports node:http'],
    ["import { Injectable } from '@nestjs/common';", '1 imports @nestjs/common'],
    ["import { v7 } from 'uuid';", '1 imports uuid'],
    ["import '@noble/hashes/../random.js';", '1 imports @noble/hashes/../random.js'],
    ["export * from 'node:fs';", '1 imports node:fs'],
    ["const fs = await import('node:fs');", '1 imports at run time'],
    ["import fs = require('node:fs');", '1 imports at run time'],
    ["const fs = require('node:fs');", '1 mentions require'],
    [
      "import { EventStreams } from '../event-streams/event-streams.js';",
      '1 imports ../event-streams/event-streams.js',
    ],
    [
      "import type { EventStreams } from '#libs/event-streams/event-streams.js';",
      '1 imports #libs/event-streams/event-streams.js',
    ],
    ["import { database } from '#libs/read-store/database.js';", '1 imports #libs/read-store/database.js'],
    ["import { InabitReader } from '../inabit/inabit-reader.js';", '1 imports ../inabit/inabit-reader.js'],
    ["import { api } from '#apps/api/main.js';", '1 imports #apps/api/main.js'],
    ["import { HoldFunds } from './hold-funds.reactor.js';", '1 imports ./hold-funds.reactor.js'],
    ["import { PayoutStreams } from './payout-streams.js';", '1 imports ./payout-streams.js'],
    ['let attempts = 0;', '1 has state of its own'],
    ['export let attempts = 0;', '1 has state of its own'],
    ['var attempts = 0;', '1 has state of its own'],
  ])('%s', (source, finding) => expect(found(source)).toContain(finding));

  it('in a door to the streams too, which may know the adapters but not the clock', () => {
    const door = 'libs/payouts/payout-streams.ts';
    expect(found("import { AggregateStore } from '../event-streams/aggregate-store.js';", door)).toEqual([]);
    expect(found("import { Injectable } from '@nestjs/common';\nDate.now();", door)).toEqual([
      '1 imports @nestjs/common',
      '2 mentions Date.now',
    ]);
  });
});

describe('what leaves a deciding file pure is let through', () => {
  it.each([
    "import { createHash } from 'node:crypto';",
    "import { z } from 'zod';",
    "import { keccak_256 } from '@noble/hashes/sha3.js';",
    "import { accept } from '../decider/decider.js';\nimport { money } from '#libs/money/money.js';",
    'const at = new Date(0);\nconst is = at instanceof Date;\nconst then = Date.UTC(2026, 0);',
    'const most = Math.max(1, 2);',
    'interface Process { readonly process: string; readonly now: Date }',
    'const process_ = { process: 1, fetch: 2 };\nconst seen = process_.fetch;',
    "const observation = 'process-ended'; // Date.now() in a comment",
    'const sum = (of: number[]) => { let total = 0; for (const each of of) total += each; return total; };',
  ])('%s', (source) => expect(found(source)).toEqual([]));
});
