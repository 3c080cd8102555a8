import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Matches,
  Min,
  ValidateNested,
} from 'class-validator';
import { Optional, PrintableText } from '../fields/optional.js';

const excesses = ['ignore', 'credit', 'refund'] as const;
const wholeNumber = { message: 'must be a whole number' };

export class OverchargeDto {
  @ApiProperty({ enum: excesses, description: 'What is done with more than was asked for.' })
  @IsIn(excesses, { message: `must be one of ${excesses.join(', ')}` })
  readonly excess!: (typeof excesses)[number];

  @ApiProperty({ minimum: 0, maximum: 10_000, description: 'In hundredths of a per cent: no excess yet.', example: 50 })
  @IsInt(wholeNumber)
  readonly tolerance_bps!: number;
}

export class PutWidgetDto {
  @ApiProperty({ minimum: 0, description: 'The version that you saw, 0 for none.', example: 0 })
  @Min(0, { message: 'must not be negative' })
  @IsInt(wholeNumber)
  readonly based_on!: number;

  @ApiProperty({ example: 'acme' })
  @PrintableText(64)
  readonly operator_id!: string;

  @ApiProperty({ description: 'The operator’s wallet that it fills.', example: 'wal_acme_deposits' })
  @Matches(/^[A-Za-z0-9_-]{1,64}$/, { message: 'must be 1 to 64 of A-Z a-z 0-9 _ -' })
  readonly deposit_wallet_id!: string;

  @ApiProperty({ type: [String], example: ['USDT@tron/6'] })
  @IsArray({ message: 'must be a list' })
  @IsString({ each: true, message: 'must be a list of strings' })
  readonly coins!: string[];

  @ApiProperty({ minimum: 1, example: 60 })
  @IsInt(wholeNumber)
  readonly sweep_every_minutes!: number;

  @ApiProperty({ minimum: 1, example: 30 })
  @IsInt(wholeNumber)
  readonly expires_after_minutes!: number;

  @ApiProperty()
  @IsBoolean({ message: 'must be true or false' })
  readonly accept_partial_payment!: boolean;

  @ApiProperty({ type: OverchargeDto })
  @IsDefined({ message: 'must be there' })
  @IsObject({ message: 'must be an object' })
  @ValidateNested()
  @Type(() => OverchargeDto)
  readonly overcharge!: OverchargeDto;

  @ApiProperty({ required: false, format: 'uri', description: 'Where the provider reports to for this widget.' })
  @Optional()
  @PrintableText(500)
  readonly webhook_url?: string;
}

export class WidgetDto {
  @ApiProperty({ enum: ['widget'] })
  readonly object!: 'widget';

  @ApiProperty({ example: 'widget_1' })
  readonly id!: string;

  @ApiProperty({ description: 'Grows with every change.', example: 1 })
  readonly version!: number;

  @ApiProperty({ example: 'acme' })
  readonly operator_id!: string;

  @ApiProperty({ example: 'wal_acme_deposits' })
  readonly deposit_wallet_id!: string;

  @ApiProperty({ type: [String], example: ['USDT@tron/6'] })
  readonly coins!: readonly string[];

  @ApiProperty({ example: 60 })
  readonly sweep_every_minutes!: number;

  @ApiProperty({ example: 30 })
  readonly expires_after_minutes!: number;

  @ApiProperty()
  readonly accept_partial_payment!: boolean;

  @ApiProperty({ type: OverchargeDto })
  readonly overcharge!: OverchargeDto;

  @ApiProperty({ required: false, format: 'uri' })
  readonly webhook_url?: string;

  @ApiProperty({ format: 'date-time' })
  readonly configured_at!: string;
}
