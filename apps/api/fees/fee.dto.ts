import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { FeeProblem } from '#libs/fees/network-fee.events.js';
import type { FeeRow } from '#projections/fees/fees.queries.js';
import { keysOf } from '../fields/keys-of.js';
import { Optional, PrintableText } from '../fields/optional.js';
import { ListDto } from '../reading/list.dto.js';
import { PageDto } from '../reading/page.dto.js';

const kindMeanings: Readonly<Record<FeeRow['kind'], string>> = {
  payout: 'a withdrawal, or the leg of a transfer',
  swap: 'a swap',
  sweep: 'a sweep, paid by the gas station',
  provider: 'what the provider charged by invoice or statement',
};
export const feeKinds = keysOf(kindMeanings);

const problemMeanings: Readonly<Record<FeeProblem, string>> = {
  missing: 'the provider did not tell it',
  unreadable: 'what the provider told is no amount of the coin',
};
export const feeProblems = keysOf(problemMeanings);

export class ListFeesDto extends PageDto {
  @ApiProperty({ required: false, enum: feeKinds })
  @Optional()
  @IsIn(feeKinds, { message: `must be one of ${feeKinds.join(', ')}` })
  readonly kind?: FeeRow['kind'];

  @ApiProperty({ required: false, description: 'Which wallet paid.' })
  @Optional()
  @PrintableText(64)
  readonly wallet_id?: string;

  @ApiProperty({ required: false, description: 'The movement of ours that it was for.' })
  @Optional()
  @PrintableText(256)
  readonly subject_id?: string;

  @ApiProperty({ required: false, enum: ['true'], description: 'Only those that are not clear, and not booked.' })
  @Optional()
  @IsIn(['true'], { message: 'must be true' })
  readonly unclear?: 'true';

  @ApiProperty({ required: false, description: 'Whose wallet; for the platform, as a tenant sees its own only.' })
  @Optional()
  @PrintableText(64)
  readonly operator_id?: string;
}

export class FeeDto {
  @ApiProperty({
    description: 'The provider’s id of the transaction, or the reference of its charge.',
    example: 'clx3k2v9a000108l4h7q2e5yz',
  })
  readonly id!: string;

  @ApiProperty({ enum: ['fee'] })
  readonly object!: 'fee';

  @ApiProperty({
    enum: feeKinds,
    description: `What it was for. ${feeKinds.map((kind) => `\`${kind}\`: ${kindMeanings[kind]}`).join('; ')}.`,
  })
  readonly kind!: FeeRow['kind'];

  @ApiProperty({
    description: 'The movement of ours that it was for; of a charge its reference again.',
    example: 'po_mrlhq5ctm5rllb4zyzfv7npeqa',
  })
  readonly subject_id!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What paid it. Null: the operator owes it.',
    example: 'wal_acme_1',
  })
  readonly wallet_id!: string | null;

  @ApiProperty({ example: 'acme' })
  readonly operator_id!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What of it is booked; of a reversed charge zero. Null: nothing.',
    example: '1.1',
  })
  readonly amount!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The coin of the chain, or what was charged.',
    example: 'TRX@tron',
  })
  readonly asset!: string | null;

  @ApiProperty({ type: 'integer', description: 'How often its amount was told, or taken back.', example: 1 })
  readonly changes!: number;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: feeProblems,
    description: `Why it is not clear. ${feeProblems.map((word) => `\`${word}\`: ${problemMeanings[word]}`).join('; ')}.`,
  })
  readonly unclear!: FeeProblem | null;

  @ApiProperty({ type: String, nullable: true, description: 'What the provider told instead of an amount.' })
  readonly reported!: string | null;

  @ApiProperty({ format: 'date-time', description: 'When it was told.' })
  readonly observed_at!: string;
}

export class FeeListDto extends ListDto {
  @ApiProperty({ type: [FeeDto], description: 'The last told first.' })
  readonly data!: readonly FeeDto[];
}
