import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsObject, IsString, Matches, ValidateNested } from 'class-validator';
import { Optional, PrintableText } from '../fields/optional.js';
import { IsMetadata } from './metadata.validator.js';

export class DestinationDto {
  @ApiProperty({
    description: 'An address on the asset’s blockchain, exactly as its wallet shows it.',
    example: 'TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW',
  })
  @IsString({ message: 'must be a string' })
  readonly address!: string;
}

export class CreateWithdrawalDto {
  @ApiProperty({
    description: 'The wallet of yours that pays.',
    pattern: '^[A-Za-z0-9_-]{1,64}$',
    example: 'wal_acme_1',
  })
  @Matches(/^[A-Za-z0-9_-]{1,64}$/, { message: 'must be 1 to 64 of A-Z a-z 0-9 _ -' })
  readonly wallet_id!: string;

  @ApiProperty({ description: 'Your own id of the player who is paid.', maxLength: 128, example: 'p_4827' })
  @Matches(/^[\x21-\x7e]{1,128}$/, { message: 'must be 1 to 128 visible ASCII characters' })
  readonly player_id!: string;

  @ApiProperty({
    description: 'A plain decimal, in the asset’s main unit. A string, so that no reader turns it into a float.',
    pattern: '^(0|[1-9]\\d*)(\\.\\d+)?$',
    example: '12.50',
  })
  @IsString({ message: 'must be a string, such as "12.50"' })
  readonly amount!: string;

  @ApiProperty({ description: 'Token and blockchain.', example: 'USDT@tron' })
  @IsString({ message: 'must be a string' })
  readonly asset!: string;

  @ApiProperty({ type: DestinationDto })
  @IsDefined({ message: 'must be there' })
  @IsObject({ message: 'must be an object' })
  @ValidateNested()
  @Type(() => DestinationDto)
  readonly destination!: DestinationDto;

  @ApiProperty({ required: false, description: 'Your own reference.', maxLength: 128, example: 'cashout-1747553421' })
  @Optional()
  @PrintableText(128)
  readonly reference?: string;

  @ApiProperty({
    selfRequired: false,
    type: 'object',
    additionalProperties: { type: 'string', maxLength: 500 },
    description: 'Up to 20 texts of yours, kept and returned. No personal data, please.',
    example: { vertical: 'casino' },
  })
  @Optional()
  @IsMetadata()
  readonly metadata?: Readonly<Record<string, string>>;
}
