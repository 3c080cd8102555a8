import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { WalletRole } from '#libs/wallets/wallet.events.js';
import { keysOf } from '../fields/keys-of.js';
import { Optional, PrintableText } from '../fields/optional.js';
import { snakeCase } from '../fields/snake-case.js';
import { ListDto } from '../reading/list.dto.js';
import { PageDto } from '../reading/page.dto.js';

const roleMeanings: Readonly<Record<WalletRole, string>> = {
  master: 'funds the operators’ wallets',
  operator: 'pays an operator’s players',
  deposit: 'receives what players pay in',
  'gas-station': 'pays the fees of sweeps',
};
export const walletRoles = keysOf(roleMeanings);
const roleWords = walletRoles.map((role) => snakeCase(role));

export class ListWalletsDto extends PageDto {
  @ApiProperty({ required: false, description: 'Whose; for the platform, as a tenant sees its own only.' })
  @Optional()
  @PrintableText(64)
  readonly operator_id?: string;

  @ApiProperty({ required: false, enum: roleWords })
  @Optional()
  @IsIn(roleWords, { message: `must be one of ${roleWords.join(', ')}` })
  readonly role?: string;
}

export class WalletAddressDto {
  @ApiProperty({ example: 'tron' })
  readonly chain!: string;

  @ApiProperty({ example: 'TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW' })
  readonly address!: string;
}

export class ProviderBalanceDto {
  @ApiProperty({ description: 'What the provider last said stands there.', example: '1000' })
  readonly balance!: string;

  @ApiProperty({ format: 'date-time', description: 'When it said so first; it is asked again and again.' })
  readonly observed_at!: string;
}

export class WalletBalanceDto {
  @ApiProperty({ example: 'USDT@tron' })
  readonly asset!: string;

  @ApiProperty({ description: 'Free to be paid out.', example: '987.5' })
  readonly available!: string;

  @ApiProperty({ description: 'Held for what is under way.', example: '12.5' })
  readonly reserved!: string;

  @ApiProperty({ description: 'On its way in, not confirmed yet.', example: '0' })
  readonly incoming!: string;

  @ApiProperty({
    description: 'In suspense: it came too late or for nobody, and people decide whose it is.',
    example: '0',
  })
  readonly suspended!: string;

  @ApiProperty({
    type: ProviderBalanceDto,
    nullable: true,
    description:
      'A signal from outside, to compare with; what counts are the ledger’s own postings. Null: not seen yet.',
  })
  readonly provider!: ProviderBalanceDto | null;
}

export class WalletDto {
  @ApiProperty({ example: 'wal_acme_1' })
  readonly id!: string;

  @ApiProperty({ enum: ['wallet'] })
  readonly object!: 'wallet';

  @ApiProperty({ description: 'Whose it is.', example: 'acme' })
  readonly operator_id!: string;

  @ApiProperty({ example: 'Acme payouts' })
  readonly name!: string;

  @ApiProperty({
    enum: roleWords,
    description: `${walletRoles.map((role) => `\`${snakeCase(role)}\`: ${roleMeanings[role]}`).join('; ')}.`,
  })
  readonly role!: string;

  @ApiProperty({ description: 'The provider’s id of the wallet.' })
  readonly provider_reference!: string;

  @ApiProperty({ type: [WalletAddressDto], description: 'One for each chain that has one, by name.' })
  readonly addresses!: readonly WalletAddressDto[];

  @ApiProperty({ type: [WalletBalanceDto], description: 'By asset.' })
  readonly balances!: readonly WalletBalanceDto[];

  @ApiProperty({ format: 'date-time' })
  readonly registered_at!: string;
}

export class WalletListDto extends ListDto {
  @ApiProperty({ type: [WalletDto], description: 'The last registered first.' })
  readonly data!: readonly WalletDto[];
}
