import { Command, Option } from 'commander';
import type { ApproverHost, ApproverHostingRecorded } from '#libs/operators/operator.events.js';
import type { OperatorCommand } from '#libs/operators/operator.js';
import { runCommand } from '../support/run-command.js';

interface ApproverOptions {
  readonly hostedBy: ApproverHost;
  readonly endpoint: string;
  readonly imageVersion: string;
  readonly by: string;
}

type Change = (operatorId: string, by: string, commandAt: (now: Date) => OperatorCommand) => Promise<void>;

/** `ledger operator approver`: who runs the approver of an operator (IN-03). */
export function operatorApproverCommand(change: Change): Command {
  return new Command('approver')
    .description('who runs the approver of an operator from now on, where and in which version; safe to repeat')
    .argument('<operatorId>')
    .addOption(
      new Option('--hosted-by <host>', 'who runs it').choices(['integrator', 'operator']).makeOptionMandatory(),
    )
    .requiredOption('--endpoint <host>', 'with at most a scheme and a port, never a secret: approver.acme.example:8443')
    .requiredOption('--image-version <version>', 'of the image that runs: 1.4.2')
    .requiredOption('--by <person>', 'who says so')
    .action((operatorId: string, { hostedBy, endpoint, imageVersion: version, by: person }: ApproverOptions) => {
      const by = `user:${person}`;
      const commandAt = (now: Date): OperatorCommand => ({
        type: 'RecordHosting',
        data: { hostedBy, endpoint, version, by, now },
      });
      return runCommand(() => change(operatorId, person, commandAt));
    });
}

/** Who runs it now, for people. */
export function hostingText(hosting: ApproverHostingRecorded | undefined): string {
  if (!hosting) return 'nobody said who runs it';
  const { hostedBy, endpoint, version, by, recordedAt } = hosting;
  return `run by the ${hostedBy} at ${endpoint}, version ${version} (${by}, ${recordedAt.toISOString()})`;
}
