import { Command } from 'commander';
import { loadCheckpoints } from '#libs/read-store/checkpoint.js';
import type { Database } from '#libs/read-store/database.js';
import { resumeProjection } from '#libs/read-store/projection.admin.js';
import { titleOf, type Projection } from '#libs/read-store/projection.definition.js';
import { rebuildProjection } from '#libs/read-store/projection.registry.js';
import { projections } from '#projections/registry.js';
import { withDatabase } from '../support/connections.js';
import { printRows, type OutputOptions } from '../support/output.js';
import { print, Refused, runCommand } from '../support/run-command.js';

/** `ledger projections …` */
export function projectionsCommand(): Command {
  return new Command('projections')
    .description('the read models: how they stand, and what to do about one')
    .addCommand(
      new Command('status')
        .description('how each stands')
        .option('--json', 'JSON lines instead of a table')
        .action((options: OutputOptions) =>
          runCommand(() => withDatabase((database) => showStatus(database, options))),
        ),
    )
    .addCommand(
      byName('resume', 'let a stopped one go on, after the cause was mended', async (database, projection) => {
        if (!(await resumeProjection(database, projection))) throw new Refused(`${titleOf(projection)} is not stopped`);
        print(`${titleOf(projection)} goes on`);
      }),
    )
    .addCommand(
      byName(
        'rebuild',
        'build it again out of the log; readers see the old rows until it has caught up',
        async (database, projection) => {
          await rebuildProjection(database, projection);
          print(`${titleOf(projection)} is being rebuilt by the projector`);
        },
      ),
    );
}

function byName(
  verb: string,
  description: string,
  work: (database: Database, projection: Projection) => Promise<void>,
): Command {
  const names = projections.map(({ name }) => name).join(', ');
  return new Command(verb)
    .description(description)
    .argument('<name>', names)
    .action((name: string) =>
      runCommand(async () => {
        const projection = projections.find((candidate) => candidate.name === name);
        if (!projection) throw new Refused(`There is no projection ${name}; there are ${names}`);
        await withDatabase((database) => work(database, projection));
      }),
    );
}

async function showStatus(database: Database, options: OutputOptions): Promise<void> {
  const rows = (await loadCheckpoints(database)).map(({ name, version, status, position, stoppedAt }) => ({
    projection: name,
    version,
    status,
    position: position ? position.commit.toString() : 'start',
    stopped_at: stoppedAt ? `${stoppedAt.event}: ${stoppedAt.reason}` : null,
  }));
  printRows(rows, options);
}
