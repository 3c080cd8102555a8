// Stands in for an app in the specs of the launcher: reports what the app would, and writes down what happens to it.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runApp } from '#libs/platform/run-app.js';

const here = path.dirname(fileURLToPath(import.meta.url));
const name = path.basename(here);
const checkout = here.slice(0, here.indexOf(`${path.sep}dist${path.sep}`));
const note = (what) => fs.appendFileSync(path.join(checkout, 'journal.log'), `${name} ${what}\n`);
const misbehaviour = path.join(checkout, `${name}.fails`);
const { values } = parseArgs({ strict: false, args: process.argv.slice(2), options: { port: { type: 'string' } } });

const ports = { api: 'API_PORT', gate: 'GATE_PORT' };
const infoOf = {
  'event-store': (port) => ({ connectionString: `esdb://127.0.0.1:${port}?tls=false` }),
  'inabit-sandbox': (port) => ({
    url: `http://127.0.0.1:${port}`,
    graphqlUrl: `http://127.0.0.1:${port}/graphql`,
    controlUrl: `http://127.0.0.1:${port}/control`,
    adminLoginToken: 'admin-token',
    viewerLoginToken: 'viewer-token',
    adminUserId: 'user-1',
    organizationId: 'org-1',
    wallets: [],
  }),
};

await runApp(name, async () => {
  note(`starting ${process.pid}`);
  fs.writeFileSync(
    path.join(checkout, `${name}.environment.json`),
    JSON.stringify({ env: process.env, argv: process.argv }),
  );
  if (fs.existsSync(misbehaviour)) {
    process.stdout.write('one line before the end\n');
    throw new Error(fs.readFileSync(misbehaviour, 'utf8'));
  }
  const server = http.createServer((_, response) => response.end(String(process.pid)));
  await new Promise((resolve, reject) => {
    server.once('error', reject).listen(Number(values.port ?? process.env[ports[name]] ?? 0), '127.0.0.1', resolve);
  });
  note(`started ${process.pid}`);
  const { port } = server.address();
  return {
    info: { port, ...infoOf[name]?.(port) },
    stop: async () => {
      await new Promise((resolve) => server.close(resolve));
      note('stopped');
    },
  };
});
