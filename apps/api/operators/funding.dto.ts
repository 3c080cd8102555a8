import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { PrintableText } from '../fields/optional.js';
import { IsDay } from './day.validator.js';

const statuses = ['recorded', 'reversed'] as const;

export class CreateFundingDto {
  @ApiProperty({ pattern: '^(0|[1-9]\\d*)(\\.\\d+)?$', description: 'A plain decimal string.', example: '10000.50' })
  @IsString({ message: 'must be a string, such as "12.50"' })
  readonly amount!: string;

  @ApiProperty({ description: 'A fiat currency.', example: 'EUR@fiat' })
  @IsString({ message: 'must be a string' })
  readonly asset!: string;

  @ApiProperty({ maxLength: 128, description: 'The bank’s reference of the payment.', example: 'SEPA-2026-0001' })
  @PrintableText(128)
  readonly reference!: string;

  @ApiProperty({ format: 'date', description: 'The day on which the bank counts it.', example: '2026-01-05' })
  @IsDay()
  readonly value_date!: string;

  @ApiProperty({ maxLength: 500, description: 'Where the proof is.', example: 'statement:2026-01-05/7' })
  @PrintableText(500)
  readonly evidence!: string;
}

export class ReverseFundingDto {
  @ApiProperty({ maxLength: 500, description: 'What was wrong with it.', example: 'The bank took it back' })
  @PrintableText(500)
  readonly reason!: string;
}

export class FundingReversalDto {
  @ApiProperty({ example: 'The bank took it back' })
  readonly reason!: string;

  @ApiProperty({ example: 'key:k3' })
  readonly reversed_by!: string;

  @ApiProperty({ example: 'key:k4' })
  readonly approved_by!: string;

  @ApiProperty({ format: 'date-time' })
  readonly reversed_at!: string;
}

export class FundingDto {
  @ApiProperty({ enum: ['funding'] })
  readonly object!: 'funding';

  @ApiProperty({ example: 'fund_mrlhq5ctm5rllb4zyzfv7npeqa' })
  readonly id!: string;

  @ApiProperty({ example: 'acme' })
  readonly operator_id!: string;

  @ApiProperty({ enum: statuses })
  readonly status!: (typeof statuses)[number];

  @ApiProperty({ example: '10000.5' })
  readonly amount!: string;

  @ApiProperty({ example: 'EUR@fiat' })
  readonly asset!: string;

  @ApiProperty({ example: 'SEPA-2026-0001' })
  readonly reference!: string;

  @ApiProperty({ format: 'date', example: '2026-01-05' })
  readonly value_date!: string;

  @ApiProperty({ example: 'statement:2026-01-05/7' })
  readonly evidence!: string;

  @ApiProperty({ format: 'date-time' })
  readonly recorded_at!: string;

  @ApiProperty({ type: FundingReversalDto, nullable: true })
  readonly reversal!: FundingReversalDto | null;
}
