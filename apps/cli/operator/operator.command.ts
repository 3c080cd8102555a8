import { Argument, Command, Option } from 'commander';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { describeStep, onboardingSteps, type StepDetails } from '#libs/operators/onboarding-steps.js';
import { operatorCodec, operatorStream } from '#libs/operators/operator.codec.js';
import type { OnboardingStep, OnboardingStepName } from '#libs/operators/operator.events.js';
import { missingSteps, operatorDecider, type Operator, type OperatorCommand } from '#libs/operators/operator.js';
import { ChangeOperator, ChangeOperatorHandler } from '#libs/operators/operator.handlers.js';
import { SystemClock } from '#libs/platform/clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import { withEventStreams } from '../support/connections.js';
import { hostingText, operatorApproverCommand } from './approver.command.js';
import { feePlanText, operatorFeesCommand } from './fees.command.js';
import { print, Refused, runCommand } from '../support/run-command.js';

interface StepOptions extends StepDetails {
  readonly by: string;
  readonly evidence: string;
  readonly withdraw?: true;
}

/** `ledger operator …`: the checklist that live money waits for (IN-14), who runs the approver (IN-03), the platform's fees (API-28). */
export function operatorCommand(): Command {
  return new Command('operator')
    .description('operators, what is left to do before their live money moves, and the fees of the platform')
    .addCommand(
      new Command('show')
        .description('the checklist of an operator, out of the log')
        .argument('<operatorId>')
        .action((operatorId: string) => runCommand(() => withEventStreams((streams) => show(streams, operatorId)))),
    )
    .addCommand(registerCommand())
    .addCommand(stepCommand())
    .addCommand(operatorApproverCommand(change))
    .addCommand(operatorFeesCommand(change));
}

function registerCommand(): Command {
  return new Command('register')
    .description('begin the onboarding of an operator; safe to repeat')
    .argument('<operatorId>')
    .requiredOption('--name <text>', 'what people call it')
    .requiredOption('--by <person>', 'who decides')
    .action((operatorId: string, { name, by }: { name: string; by: string }) =>
      runCommand(() => {
        if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/.test(operatorId))
          throw new Refused('The id has to be 1 to 64 of A-Z a-z 0-9 -');
        return change(operatorId, by, (now) => ({
          type: 'RegisterOperator',
          data: { operatorId, name, by: `user:${by}`, now },
        }));
      }),
    );
}

function stepCommand(): Command {
  return new Command('step')
    .description('a step was done, or holds no longer; safe to repeat')
    .argument('<operatorId>')
    .addArgument(new Argument('<step>', 'which').choices(onboardingSteps))
    .requiredOption('--evidence <text>', 'where the proof is, never a secret; with --withdraw: why')
    .requiredOption('--by <person>', 'who says so')
    .option('--api-user <user>', 'of api-admin-approved and api-signer-approved')
    .option('--approved-by <owner>', 'the account owner, of api-…-approved and approver-paired')
    .option('--reference <text>', 'of credentials-stored (vault:ledger/acme) and funded')
    .addOption(new Option('--hosted-by <host>', 'of approver-paired').choices(['integrator', 'operator']))
    .option('--wallet-id <walletId>', 'of master-wallet-opened')
    .option('--withdraw', 'it holds no longer')
    .action((operatorId: string, step: OnboardingStepName, options: StepOptions) =>
      runCommand(() => change(operatorId, options.by, (now) => stepChange(step, options, now))),
    );
}

function stepChange(step: OnboardingStepName, options: StepOptions, now: Date): OperatorCommand {
  const { evidence, withdraw } = options;
  const by = `user:${options.by}`;
  if (withdraw) return { type: 'WithdrawStep', data: { step, by, reason: evidence, now } };
  const described = describeStep(step, options);
  if (!described.ok) {
    const option = described.field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new Refused(
      `--${option} ${described.problem === 'missing' ? 'is missing for' : 'does not belong to'} ${step}`,
    );
  }
  return { type: 'RecordStep', data: { done: described.done, by, evidence, now } };
}

async function show(streams: EventStreams, operatorId: string): Promise<void> {
  const store = new AggregateStore(streams, new RandomIds());
  const { state } = await store.load(operatorStream(operatorId), operatorDecider, operatorCodec);
  if (state.status === 'unknown') throw new Refused(`There is no operator ${operatorId}`);
  printChecklist(state);
}

async function change(operatorId: string, by: string, commandAt: (now: Date) => OperatorCommand): Promise<void> {
  const command = commandAt(new SystemClock().now());
  await withEventStreams(async (streams) => {
    const handler = new ChangeOperatorHandler(new AggregateStore(streams, new RandomIds()));
    const cause = { correlationId: operatorId, causationId: operatorId };
    const metadata = { ...cause, actor: `user:${by}`, onBehalfOf: operatorId };
    const outcome = await handler.execute(new ChangeOperator(operatorId, command, metadata));
    if (!outcome.ok) {
      const missing = 'missing' in outcome.rejection ? `: ${outcome.rejection.missing.join(', ')}` : '';
      throw new Refused(`Refused: ${outcome.rejection.code}${missing}`);
    }
    printChecklist(outcome.operator);
  });
}

function printChecklist(operator: Operator): void {
  if (operator.status === 'unknown') return;
  const { operatorId, name } = operator.registration;
  const missing = missingSteps(operator);
  print(
    `${operatorId} (${name}): ${missing.length === 0 ? 'complete' : `missing ${missing.length} of ${onboardingSteps.length} steps`}`,
  );
  for (const step of onboardingSteps) {
    const done = operator.steps.get(step);
    print(done ? `  done     ${step} (${done.by}, ${done.evidence}${ownerText(done.done)})` : `  missing  ${step}`);
  }
  print(`  approver ${hostingText(operator.hosting)}`);
  print(`  fees     ${feePlanText(operator.feePlans)}`);
}

function ownerText(done: OnboardingStep): string {
  return 'approvedBy' in done && done.approvedBy ? `, approved by ${done.approvedBy}` : '';
}
