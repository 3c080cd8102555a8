import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, Max, Min } from 'class-validator';
import { Optional, PrintableText } from '../fields/optional.js';
import { IsWalletId, walletIdPattern } from '../fields/wallet-id.js';

const bps_max = 10_000;
const amountPattern = '^(0|[1-9]\\d*)(\\.\\d+)?$';

export class CreateSwapDto {
  @ApiProperty({ description: 'The wallet whose money is swapped.', pattern: walletIdPattern, example: 'wal_master' })
  @IsWalletId()
  readonly wallet_id!: string;

  @ApiProperty({
    required: false,
    description: 'Whose wallet it is: yours, unless it says otherwise.',
    example: 'acme',
  })
  @Optional()
  @PrintableText(64)
  readonly operator_id?: string;

  @ApiProperty({
    description:
      'What is given: a plain decimal, in the asset’s main unit. A string, so that no reader turns it into a float.',
    pattern: amountPattern,
    example: '1000.00',
  })
  @IsString({ message: 'must be a string, such as "1000.00"' })
  readonly amount!: string;

  @ApiProperty({ description: 'Token and blockchain of what is given.', example: 'USDT@tron' })
  @IsString({ message: 'must be a string' })
  readonly asset!: string;

  @ApiProperty({ description: 'What it is swapped into, in the same wallet.', example: 'USDC@ethereum' })
  @IsString({ message: 'must be a string' })
  readonly to_asset!: string;

  @ApiProperty({
    required: false,
    description: 'What you were quoted, in `to_asset`. What comes out is compared with it.',
    pattern: amountPattern,
    example: '998.50',
  })
  @Optional()
  @IsString({ message: 'must be a string, such as "998.50"' })
  readonly expected_output?: string;

  @ApiProperty({
    required: false,
    type: 'integer',
    minimum: 0,
    maximum: bps_max,
    description:
      'In hundredths of a per cent: how much less than `expected_output` may come out before a person has to look. ' +
      'What has been swapped stays swapped.',
    example: 50,
  })
  @Optional()
  @Max(bps_max, { message: `must not be more than ${bps_max}` })
  @Min(0, { message: 'must not be negative' })
  @IsInt({ message: 'must be a whole number' })
  readonly slippage_bps_max?: number;

  @ApiProperty({ required: false, description: 'Your own reference.', maxLength: 128, example: 'rebalance-2026-05' })
  @Optional()
  @PrintableText(128)
  readonly reference?: string;
}
