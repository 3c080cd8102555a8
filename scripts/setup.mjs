// What `npm start` and `npm test` need before they can run: dependencies and a build, each only when something changed.
// Node's own modules only: this file runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const nodeMin = [20, 19];
const sourceFolders = ['apps', 'libs', 'projections', 'test', 'bench'];
const buildInputs = ['package.json', 'package-lock.json', '.swcrc'];

const at = (...parts) => path.join(root, ...parts);
const readIfThere = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined);

function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > nodeMin[0] || (major === nodeMin[0] && minor >= nodeMin[1])) return;
  fail(`Node ${nodeMin.join('.')} or newer is needed; this is ${process.versions.node}.`);
}

function run(command, args, whatFailed) {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (result.status === 0) return;
  fail(`${whatFailed}\n${result.error?.message ?? ''}${result.stdout ?? ''}${result.stderr ?? ''}`);
}

function npm(args, whatFailed) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js')) run(process.execPath, [cli, ...args], whatFailed);
  else run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, whatFailed);
}

function ensureDependencies() {
  const stamp = at('node_modules', '.installed');
  const wanted = createHash('sha256')
    .update(fs.readFileSync(at('package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex');
  if (readIfThere(stamp) === wanted) return;
  say('Installing dependencies (once; about half a minute) …');
  // Nothing here needs an install script, and newer npm versions refuse to run them.
  npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], 'npm ci failed:');
  fs.writeFileSync(stamp, wanted);
}

function* sourceFiles(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* sourceFiles(file);
    else yield file;
  }
}

function sourceHash() {
  const hash = createHash('sha256');
  const files = sourceFolders.map((folder) => at(folder)).filter((folder) => fs.existsSync(folder));
  for (const file of [...files.flatMap((folder) => [...sourceFiles(folder)]).sort(), ...buildInputs.map((f) => at(f))])
    hash.update(path.relative(root, file)).update('\0').update(fs.readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/**
 * Compiles into dist/, unless dist/ already is the compilation of these very sources. It is put in place at once when it is
 * whole: apps may be running out of the one before, and starting again.
 */
function ensureBuild() {
  const wanted = sourceHash();
  if (readIfThere(at('dist', '.built')) === wanted) return;
  say('Building …');
  removeLeftBuilds();
  const built = at(`.dist-${process.pid}`);
  const folders = sourceFolders.filter((folder) => fs.existsSync(at(folder)));
  const swc = at('node_modules', '@swc', 'cli', 'bin', 'swc.js');
  run(process.execPath, [swc, ...folders, '--out-dir', built, '--copy-files', '--quiet'], 'The build failed:');
  fs.writeFileSync(path.join(built, '.built'), wanted);
  putInPlace(built);
}

function putInPlace(built) {
  const before = `${built}-before`;
  if (fs.existsSync(at('dist'))) fs.renameSync(at('dist'), before);
  fs.renameSync(built, at('dist'));
  fs.rmSync(before, { recursive: true, force: true });
}

/** Of builds that were killed. */
function removeLeftBuilds() {
  for (const name of fs.readdirSync(root)) {
    const pid = /^\.dist-(\d+)/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) fs.rmSync(at(name), { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

export function setUp() {
  checkNode();
  ensureDependencies();
  ensureBuild();
}
