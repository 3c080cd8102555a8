import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { Optional, PrintableText } from '../fields/optional.js';
import { IsWalletId, walletIdPattern } from '../fields/wallet-id.js';

export class CreateTransferDto {
  @ApiProperty({ description: 'The Master Wallet that pays.', pattern: walletIdPattern, example: 'wal_master' })
  @IsWalletId()
  readonly from_wallet_id!: string;

  @ApiProperty({ description: 'The operator’s wallet that receives.', pattern: walletIdPattern, example: 'wal_acme_1' })
  @IsWalletId()
  readonly to_wallet_id!: string;

  @ApiProperty({
    description: 'A plain decimal, in the asset’s main unit. A string, so that no reader turns it into a float.',
    pattern: '^(0|[1-9]\\d*)(\\.\\d+)?$',
    example: '5000.00',
  })
  @IsString({ message: 'must be a string, such as "5000.00"' })
  readonly amount!: string;

  @ApiProperty({ description: 'Token and blockchain.', example: 'USDT@tron' })
  @IsString({ message: 'must be a string' })
  readonly asset!: string;

  @ApiProperty({ required: false, description: 'Your own reference.', maxLength: 128, example: 'funding-2026-05' })
  @Optional()
  @PrintableText(128)
  readonly reference?: string;
}
