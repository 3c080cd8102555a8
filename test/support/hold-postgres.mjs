// A process that runs an embedded Postgres until it is killed: node hold-postgres.mjs DIRECTORY. Prints the server's URL.
import { importCompiled } from './compiled.mjs';

const { startEmbeddedPostgres } = await importCompiled('libs/embedded/postgres', 'embedded-postgres.js');
const server = await startEmbeddedPostgres({ directory: process.argv[2], port: 0 });
process.stdout.write(`${server.url}\n`);
setInterval(() => undefined, 1_000);
