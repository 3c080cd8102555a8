import { Command } from 'commander';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { withDatabase, withEventStreams } from '../support/connections.js';
import { print, Refused, runCommand } from '../support/run-command.js';
import { tracesUnder } from '../trace/traces-under.js';
import { checkPack, eventLine, eventsFile, manifestFile, writePack, type Manifest } from './evidence-pack.js';

interface CollectOptions {
  readonly out: string;
  readonly json?: true;
}

interface VerifyOptions {
  readonly sha256?: string;
  readonly log?: true;
  readonly json?: true;
}

/** `ledger evidence`: a folder that proves one chain to somebody who cannot see the ledger (RS-04). */
export function evidenceCommand(): Command {
  return new Command('evidence')
    .description('a folder that proves what became of one payment; evidence verify <dir> checks one')
    .addCommand(collectCommand(), { isDefault: true })
    .addCommand(verifyCommand());
}

function collectCommand(): Command {
  return new Command('collect')
    .description('every event of the chain as it stands in the log, the timeline, and a manifest with SHA-256')
    .argument('<reference>', 'whatever `ledger trace` takes; it has to find one')
    .requiredOption('--out <dir>', 'a folder that is empty or not there yet')
    .option('--json', 'the manifest as one JSON object instead of text')
    .action((reference: string, options: CollectOptions) => runCommand(() => collect(reference, options)));
}

function verifyCommand(): Command {
  return new Command('verify')
    .description('recomputes every digest; exit code 1 and the files that differ unless all is as it was written')
    .argument('<dir>')
    .option('--sha256 <digest>', 'the digest that was noted down when it was collected')
    .option('--log', 'and compare each event with the log')
    .option('--json', 'one JSON object instead of text')
    .action((directory: string, options: VerifyOptions) => runCommand(() => verify(directory, options)));
}

async function collect(reference: string, { out, json }: CollectOptions): Promise<void> {
  if (fs.existsSync(out) && fs.readdirSync(out).length > 0) throw new Refused(`${out} is not empty`);
  const { traces, more } = await withEventStreams((streams) =>
    withDatabase((database) => tracesUnder({ streams, database }, reference, 10)),
  );
  const [trace, ...others] = traces;
  if (!trace || others.length + more > 0) {
    const ids = traces.map(({ resourceId }) => resourceId).join(', ');
    throw new Refused(`${traces.length + more} share ${reference}; name one of them: ${ids}${more > 0 ? ', …' : ''}`);
  }
  if (trace.isCut) throw new Refused(`The chain of ${trace.resourceId} is too long for one pack`);
  const manifest = writePack(out, trace);
  if (json) return print(JSON.stringify(manifest));
  print(`${trace.events.length} events of ${trace.resource} ${trace.resourceId} are in ${out}`);
  print(`SHA-256 of the whole: ${manifest.sha256}`);
}

async function verify(directory: string, { sha256, log, json }: VerifyOptions): Promise<void> {
  if (!fs.existsSync(path.join(directory, manifestFile))) throw new Refused(`${directory} holds no ${manifestFile}`);
  const { manifest, differences } = checkPack(directory);
  const isAnother = sha256 !== undefined && sha256.toLowerCase() !== manifest.sha256;
  const found = [
    ...differences,
    ...(isAnother ? [`the digest of the whole is ${manifest.sha256}`] : []),
    ...(log && differences.length === 0 ? await withEventStreams((streams) => compareWithLog(streams, directory)) : []),
  ];
  if (json)
    print(JSON.stringify({ ok: found.length === 0, id: manifest.id, sha256: manifest.sha256, differences: found }));
  if (found.length > 0) throw new Refused(found.join('\n'));
  if (!json) print(okText(manifest, log));
}

function okText({ resource, id, files, sha256 }: Manifest, log: true | undefined): string {
  const where = log ? ', and the log says the same' : '';
  return `ok: ${files.length} files of ${resource} ${id} are as they were written${where}; SHA-256 ${sha256}`;
}

const place = z.object({ stream: z.string(), revision: z.string().regex(/^\d{1,19}$/) });

async function compareWithLog(streams: EventStreams, directory: string): Promise<readonly string[]> {
  const differences: string[] = [];
  for (const line of fs.readFileSync(path.join(directory, eventsFile), 'utf8').split('\n').filter(Boolean)) {
    const { stream, revision } = place.parse(JSON.parse(line));
    const event = await streams.find(stream, BigInt(revision));
    if (!event) differences.push(`${stream}@${revision} is not in the log`);
    else if (eventLine(event) !== line) differences.push(`${stream}@${revision} is another event in the log`);
  }
  return differences;
}
