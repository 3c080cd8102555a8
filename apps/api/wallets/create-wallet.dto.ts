import { ApiProperty } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { PrintableText } from '../fields/optional.js';
import { snakeCase } from '../fields/snake-case.js';
import { walletRoles } from './wallet.dto.js';

const roleWords = walletRoles.map((role) => snakeCase(role));
export const openingStatuses = ['pending', 'unknown', 'opened', 'failed'] as const;

export class CreateWalletDto {
  @ApiProperty({ description: 'Whose it is.', example: 'acme' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, { message: 'must be 1 to 64 of A-Z a-z 0-9 -' })
  readonly operator_id!: string;

  @ApiProperty({ enum: roleWords, example: 'operator' })
  @IsIn(roleWords, { message: `must be one of ${roleWords.join(', ')}` })
  readonly role!: string;

  @ApiProperty({
    description: 'How its name at the provider begins; our id follows in brackets.',
    maxLength: 64,
    example: 'Acme payouts',
  })
  @PrintableText(64)
  readonly name!: string;
}

export class WalletOpeningDto {
  @ApiProperty({ description: 'Of the wallet, from now on.', example: 'wal_mrlhq5ctm5rllb4zyzfv7npeqa' })
  readonly id!: string;

  @ApiProperty({ enum: ['wallet_opening'] })
  readonly object!: 'wallet_opening';

  @ApiProperty({
    enum: openingStatuses,
    description:
      '`pending`: the provider is to be asked, or has not answered; `unknown`: it may have been opened, and is looked for ' +
      'by its name, never asked for again; `opened`: it is there, `GET /v1/wallets/{id}` shows it some moments later; ' +
      '`failed`: it was refused, nothing was opened.',
  })
  readonly status!: (typeof openingStatuses)[number];

  @ApiProperty({ example: 'acme' })
  readonly operator_id!: string;

  @ApiProperty({ enum: roleWords })
  readonly role!: string;

  @ApiProperty({ description: 'The whole name at the provider.' })
  readonly name!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The provider’s id of the wallet, once it is known.' })
  readonly provider_reference!: string | null;
}
