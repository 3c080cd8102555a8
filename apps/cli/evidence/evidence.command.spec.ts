import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { PayoutRequest } from '#libs/payouts/payout.events.js';
import { ProjectedStage } from '#test/support/projected-stage.js';
import { workerProcess } from '#test/support/stage-processes.js';
import { runCli } from '../support/run-command.spec-support.js';
import { evidenceCommand } from './evidence.command.js';

let stage: ProjectedStage;
let folder: string;
let request: PayoutRequest;
let packs = 0;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ledger-evidence-'));
  stage = await ProjectedStage.start();
  request = await stage.payouts.request({ reference: 'invoice-7' });
  await workerProcess(stage.payouts).advance(request.payoutId);
  await stage.payouts.request();
  await stage.caughtUp();
}, 60_000);
afterAll(async () => {
  await stage.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const evidence = (...args: readonly string[]) => runCli(evidenceCommand(), ...args);

/** A fresh pack of the payout. */
async function pack(reference = request.payoutId): Promise<string> {
  const directory = path.join(folder, String(++packs));
  const { errors } = await evidence(reference, '--out', directory);
  expect(errors).toBe('');
  return directory;
}

const sha256 = (file: string) => createHash('sha256').update(fs.readFileSync(file)).digest('hex');

describe('RS-04 PO-01 ledger evidence', () => {
  it('packs every event of the chain as it stands in the log, the timeline and a manifest', async () => {
    const directory = await pack();
    expect(fs.readdirSync(directory).toSorted()).toEqual(['events.jsonl', 'manifest.json', 'trace.txt']);
    const lines = fs.readFileSync(path.join(directory, 'events.jsonl'), 'utf8').trimEnd().split('\n');
    const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const payout = await stage.payouts.facts(`payout-${request.payoutId}`);
    expect(events.filter(({ stream }) => stream === `payout-${request.payoutId}`)).toEqual(
      payout.map(({ id, type, data, metadata }) => expect.objectContaining({ id, type, data, metadata })),
    );
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['FundsHeld.v1', 'PayoutIntended.v1']));
    const manifest = JSON.parse(fs.readFileSync(path.join(directory, 'manifest.json'), 'utf8')) as { files: object[] };
    expect(manifest.files).toEqual(
      ['events.jsonl', 'trace.txt'].map((name) => {
        const file = path.join(directory, name);
        return { name, bytes: fs.statSync(file).size, sha256: sha256(file) };
      }),
    );
    expect(fs.readFileSync(path.join(directory, 'trace.txt'), 'utf8')).toContain('Not known yet:');
    expect(fs.statSync(directory).mode & 0o077).toBe(0);
  });

  it('is the same, byte for byte, whoever collects it by whichever reference', async () => {
    const [one, another] = [await pack(), await pack('invoice-7')];
    for (const name of fs.readdirSync(one)) expect(sha256(path.join(one, name))).toBe(sha256(path.join(another, name)));
  });

  it('refuses a reference that stands for several, and a folder with something in it', async () => {
    const several = await evidence('player-7', '--out', path.join(folder, 'several'));
    expect(several).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining('2 share player-7; name one of them: po_'),
    });
    expect(fs.existsSync(path.join(folder, 'several'))).toBe(false);
    const directory = await pack();
    expect(await evidence(request.payoutId, '--out', directory)).toMatchObject({
      errors: `${directory} is not empty\n`,
      exitCode: 1,
    });
  });
});

describe('RS-04 ledger evidence verify', () => {
  it('says ok to what is as it was written, and to what the log says as well', async () => {
    const directory = await pack();
    const { text, exitCode } = await evidence('verify', directory, '--log');
    expect(text).toMatch(
      /^ok: 2 files of withdrawal po_\w+ are as they were written, and the log says the same; SHA-256 /,
    );
    expect(exitCode).toBe(0);
    const digest = text.trim().split(' ').at(-1) ?? '';
    expect((await evidence('verify', directory, '--sha256', digest)).exitCode).toBe(0);
    expect((await evidence('verify', directory, '--sha256', '0'.repeat(64))).errors).toContain(
      'the digest of the whole is',
    );
  });

  it.each([
    [
      'a changed file',
      (dir: string) => fs.appendFileSync(path.join(dir, 'events.jsonl'), ' '),
      'events.jsonl differs\n',
    ],
    ['a lost file', (dir: string) => fs.rmSync(path.join(dir, 'trace.txt')), 'trace.txt is missing\n'],
    [
      'another file',
      (dir: string) => fs.writeFileSync(path.join(dir, 'more.txt'), ''),
      'more.txt does not belong to it\n',
    ],
    [
      'a changed manifest',
      (dir: string) => edit(dir, 'manifest.json', /"id": "po_/, '"id": "po_x'),
      'manifest.json differs: the digest of the whole is another\n',
    ],
    [
      'a manifest of something else',
      (dir: string) => fs.writeFileSync(path.join(dir, 'manifest.json'), '{}'),
      'manifest.json is none that this ledger wrote\n',
    ],
    ['no manifest', (dir: string) => fs.rmSync(path.join(dir, 'manifest.json')), ' holds no manifest.json\n'],
  ])('names %s', async (_, spoil, message) => {
    const directory = await pack();
    spoil(directory);
    const { errors, exitCode, text } = await evidence('verify', directory);
    expect({ errors: errors.replace(directory, ''), exitCode, text }).toEqual({
      errors: message,
      exitCode: 1,
      text: '',
    });
  });

  it('finds an event that the log has otherwise, though every digest was made to fit', async () => {
    const directory = await pack();
    const real = fs.readFileSync(path.join(directory, 'events.jsonl'), 'utf8');
    edit(directory, 'events.jsonl', /"actor":"stage"/, '"actor":"nobody"');
    const forged = fs.readFileSync(path.join(directory, 'events.jsonl'), 'utf8');
    expect(forged).not.toBe(real);
    const manifest = JSON.parse(fs.readFileSync(path.join(directory, 'manifest.json'), 'utf8')) as Forgeable;
    const files = manifest.files.map(({ name }) => ({
      name,
      bytes: fs.statSync(path.join(directory, name)).size,
      sha256: sha256(path.join(directory, name)),
    }));
    const text = `${manifest.resource} ${manifest.id}\n${files.map((file) => `${file.sha256} ${file.bytes} ${file.name}\n`).join('')}`;
    const whole = createHash('sha256').update(text).digest('hex');
    fs.writeFileSync(path.join(directory, 'manifest.json'), JSON.stringify({ ...manifest, files, sha256: whole }));
    expect((await evidence('verify', directory)).exitCode).toBe(0);
    const { errors, exitCode } = await evidence('verify', directory, '--log');
    expect({ errors, exitCode }).toEqual({
      errors: `payout-${request.payoutId}@0 is another event in the log\n`,
      exitCode: 1,
    });
  });
});

interface Forgeable {
  readonly resource: string;
  readonly id: string;
  readonly files: readonly { readonly name: string }[];
}

function edit(directory: string, name: string, what: RegExp, by: string): void {
  const file = path.join(directory, name);
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(what, by));
}
