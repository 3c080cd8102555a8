import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsString } from 'class-validator';
import { chains, type Chain } from '#libs/money/asset.js';
import { PrintableText } from '../fields/optional.js';

const statuses = ['waiting', 'approved'] as const;

export class BookAddressDto {
  @ApiProperty({ enum: chains, enumName: 'Chain', example: 'tron' })
  @IsIn(chains, { message: `must be one of ${chains.join(', ')}` })
  readonly chain!: Chain;

  @ApiProperty({ example: 'TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW' })
  @IsString({ message: 'must be a string' })
  readonly address!: string;
}

export class AddAddressDto extends BookAddressDto {
  @ApiProperty({ maxLength: 128, example: 'Treasury' })
  @PrintableText(128)
  readonly label!: string;
}

export class RevokeAddressDto extends BookAddressDto {
  @ApiProperty({ maxLength: 500, example: 'Its key was lost' })
  @PrintableText(500)
  readonly reason!: string;
}

export class BookRuleDto {
  @ApiProperty({ description: 'Whether withdrawals go to approved addresses of the book only.' })
  @IsBoolean({ message: 'must be true or false' })
  readonly only_book_addresses!: boolean;
}

export class BookEntryDto {
  @ApiProperty({ enum: chains, enumName: 'Chain' })
  readonly chain!: Chain;

  @ApiProperty({ example: 'TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW' })
  readonly address!: string;

  @ApiProperty({ example: 'Treasury' })
  readonly label!: string;

  @ApiProperty({ enum: statuses, description: 'Waiting: another person has to approve it.' })
  readonly status!: (typeof statuses)[number];

  @ApiProperty({ example: 'key:k3' })
  readonly added_by!: string;

  @ApiProperty({ format: 'date-time' })
  readonly added_at!: string;
}

export class AddressBookDto {
  @ApiProperty({ enum: ['address_book'] })
  readonly object!: 'address_book';

  @ApiProperty({ example: 'acme' })
  readonly operator_id!: string;

  @ApiProperty({ description: 'Whether withdrawals go to approved addresses of the book only.' })
  readonly only_book_addresses!: boolean;

  @ApiProperty({ type: [BookEntryDto] })
  readonly addresses!: readonly BookEntryDto[];
}
