import { ApiProperty } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { onboardingSteps } from '#libs/operators/onboarding-steps.js';
import type { ApproverHost, OnboardingStepName } from '#libs/operators/operator.events.js';
import { ApproverDto, hosts } from './approver.dto.js';
import { Optional, PrintableText } from '../fields/optional.js';
import { ListDto } from '../reading/list.dto.js';

const checklist = ['registered', ...onboardingSteps] as const;

export class RegisterOperatorDto {
  @ApiProperty({ pattern: '^[A-Za-z0-9][A-Za-z0-9-]{0,63}$', example: 'acme' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, { message: 'must be 1 to 64 of A-Z a-z 0-9 -, no - in front' })
  readonly operator_id!: string;

  @ApiProperty({ maxLength: 128, example: 'Acme Games' })
  @PrintableText(128)
  readonly name!: string;
}

export class RecordStepDto {
  @ApiProperty({ enum: onboardingSteps, description: 'The step that was done.' })
  @IsIn(onboardingSteps, { message: `must be one of ${onboardingSteps.join(', ')}` })
  readonly step!: OnboardingStepName;

  @ApiProperty({
    maxLength: 500,
    description: 'Where the proof is: a ticket, a message of the provider, a hash. Never a secret.',
    example: 'ticket:4711',
  })
  @PrintableText(500)
  readonly evidence!: string;

  @ApiProperty({
    required: false,
    maxLength: 128,
    description: 'Of the steps `api-…-approved`.',
    example: 'acme-admin',
  })
  @Optional()
  @PrintableText(128)
  readonly api_user?: string;

  @ApiProperty({
    required: false,
    maxLength: 128,
    description: 'The account owner who approved it, of the steps `api-…-approved` and `approver-paired`.',
    example: 'owner@acme.example',
  })
  @Optional()
  @PrintableText(128)
  readonly approved_by?: string;

  @ApiProperty({
    required: false,
    maxLength: 300,
    description: 'Where the credentials are kept, or what funded the wallet. Never the credentials.',
    example: 'vault:ledger/acme',
  })
  @Optional()
  @PrintableText(300)
  readonly reference?: string;

  @ApiProperty({ required: false, enum: hosts, description: 'Who runs the approver.' })
  @Optional()
  @IsIn(hosts, { message: `must be one of ${hosts.join(', ')}` })
  readonly hosted_by?: ApproverHost;

  @ApiProperty({ required: false, description: 'The Master Wallet.', example: 'wal_acme_master' })
  @Optional()
  @Matches(/^[A-Za-z0-9_-]{1,64}$/, { message: 'must be 1 to 64 of A-Z a-z 0-9 _ -' })
  readonly wallet_id?: string;
}

export class WithdrawStepDto {
  @ApiProperty({ maxLength: 500, description: 'Why it holds no longer.', example: 'The approver lost its pairing' })
  @PrintableText(500)
  readonly reason!: string;
}

export class DoneStepDto {
  @ApiProperty({ enum: onboardingSteps })
  readonly step!: OnboardingStepName;

  @ApiProperty({ example: 'ticket:4711' })
  readonly evidence!: string;

  @ApiProperty({ description: 'Who said so.', example: 'key:k3' })
  readonly recorded_by!: string;

  @ApiProperty({ format: 'date-time' })
  readonly recorded_at!: string;

  @ApiProperty({ required: false })
  readonly api_user?: string;

  @ApiProperty({ required: false })
  readonly approved_by?: string | undefined;

  @ApiProperty({ required: false })
  readonly reference?: string;

  @ApiProperty({ required: false, enum: hosts })
  readonly hosted_by?: ApproverHost;

  @ApiProperty({ required: false })
  readonly wallet_id?: string;
}

export class OperatorDto {
  @ApiProperty({ enum: ['operator'] })
  readonly object!: 'operator';

  @ApiProperty({ example: 'acme' })
  readonly id!: string;

  @ApiProperty({ example: 'Acme Games' })
  readonly name!: string;

  @ApiProperty({ description: 'Whether the checklist is complete, so that live money may move.' })
  readonly onboarded!: boolean;

  @ApiProperty({ enum: checklist, isArray: true, description: 'What is left to do.' })
  readonly missing_steps!: readonly (typeof checklist)[number][];

  @ApiProperty({ type: [DoneStepDto], description: 'What holds now.' })
  readonly steps!: readonly DoneStepDto[];

  @ApiProperty({ type: ApproverDto, nullable: true, description: 'Who runs its approver, where and in which version.' })
  readonly approver!: ApproverDto | null;

  @ApiProperty({ format: 'date-time' })
  readonly registered_at!: string;
}

export class OperatorListDto extends ListDto {
  @ApiProperty({ type: [OperatorDto], description: 'The last registered first.' })
  readonly data!: readonly OperatorDto[];
}
