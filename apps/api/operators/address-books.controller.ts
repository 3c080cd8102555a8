import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { withDeadline } from '#libs/event-streams/deadline.js';
import { ChangeAddressBook } from '#libs/operators/address-book.handlers.js';
import type { AddressBook, AddressBookCommand } from '#libs/operators/address-book.js';
import { Clock } from '#libs/platform/clock.js';
import type { Caller } from '../access/api-keys.js';
import { ApprovedByAnother, CallerOf, PeopleOf, PlatformOnly, type People } from '../access/route-access.js';
import { commandMetadata } from '../http/command-metadata.js';
import { notFound } from '../problems/api-problem.js';
import { ApiProblems, bodyProblems } from '../problems/problem.responses.js';
import { AddAddressDto, AddressBookDto, BookAddressDto, BookRuleDto, RevokeAddressDto } from './address-book.dto.js';
import { FindOperator } from './operators.queries.js';
import { rejectionProblem } from './rejection-problems.js';

const patience = { ms: 2_000 };

@ApiTags('operators')
@Controller('v1/operators/:id/addresses')
export class AddressBooksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  @Get()
  @PlatformOnly()
  @ApiOperation({ summary: 'Get the address book of an operator' })
  @ApiParam({ name: 'id', example: 'acme' })
  @ApiOkResponse({ type: AddressBookDto })
  @ApiProblems('resource_not_found', 'internal_error', 'service_unavailable')
  async find(@Param('id') id: string): Promise<AddressBookDto> {
    const { operator, book } = await this.queries.execute(new FindOperator(id));
    if (operator.status === 'unknown') throw notFound();
    return bookResource(id, book);
  }

  @Post()
  @HttpCode(200)
  @PlatformOnly()
  @ApiOperation({ summary: 'Add an address', description: 'Another person has to approve it. Safe to repeat.' })
  @ApiParam({ name: 'id', example: 'acme' })
  @ApiOkResponse({ type: AddressBookDto })
  @ApiProblems(...bodyProblems, 'resource_not_found', 'invalid_destination', 'internal_error', 'service_unavailable')
  async add(
    @CallerOf() caller: Caller,
    @Param('id') operatorId: string,
    @Body() { chain, address, label }: AddAddressDto,
    @Req() request: FastifyRequest,
  ): Promise<AddressBookDto> {
    const data = { ...this.signed(operatorId, caller), chain, address, label };
    return this.change(caller, { type: 'AddAddress', data }, request);
  }

  @Post('approve')
  @HttpCode(200)
  @PlatformOnly()
  @ApiOperation({ summary: 'Approve an address', description: 'With another key than it was added with.' })
  @ApiParam({ name: 'id', example: 'acme' })
  @ApiOkResponse({ type: AddressBookDto })
  @ApiProblems(...bodyProblems, 'resource_not_found', 'internal_error', 'service_unavailable')
  async approve(
    @CallerOf() caller: Caller,
    @Param('id') operatorId: string,
    @Body() { chain, address }: BookAddressDto,
    @Req() request: FastifyRequest,
  ): Promise<AddressBookDto> {
    const data = { ...this.signed(operatorId, caller), chain, address };
    return this.change(caller, { type: 'ApproveAddress', data }, request);
  }

  @Post('revoke')
  @HttpCode(200)
  @PlatformOnly()
  @ApiOperation({ summary: 'Revoke an address', description: 'Approved or not, it is in the book no longer.' })
  @ApiParam({ name: 'id', example: 'acme' })
  @ApiOkResponse({ type: AddressBookDto })
  @ApiProblems(...bodyProblems, 'resource_not_found', 'internal_error', 'service_unavailable')
  async revoke(
    @CallerOf() caller: Caller,
    @Param('id') operatorId: string,
    @Body() { chain, address, reason }: RevokeAddressDto,
    @Req() request: FastifyRequest,
  ): Promise<AddressBookDto> {
    const data = { ...this.signed(operatorId, caller), chain, address, reason };
    return this.change(caller, { type: 'RevokeAddress', data }, request);
  }

  @Post('rule')
  @HttpCode(200)
  @PlatformOnly()
  @ApprovedByAnother()
  @ApiOperation({
    summary: 'Let withdrawals go to approved addresses only, or anywhere',
    description: 'One person may make it stricter; to give it up takes two. Safe to repeat.',
  })
  @ApiParam({ name: 'id', example: 'acme' })
  @ApiOkResponse({ type: AddressBookDto })
  @ApiProblems(...bodyProblems, 'resource_not_found', 'internal_error', 'service_unavailable')
  async changeRule(
    @PeopleOf() { caller, approver }: People,
    @Param('id') operatorId: string,
    @Body() { only_book_addresses: onlyBookAddresses }: BookRuleDto,
    @Req() request: FastifyRequest,
  ): Promise<AddressBookDto> {
    const approvedBy = approver && `key:${approver.keyId}`;
    const data = { ...this.signed(operatorId, caller), onlyBookAddresses, approvedBy };
    return this.change(caller, { type: 'ChangeRule', data }, request);
  }

  private signed(operatorId: string, { keyId }: Caller) {
    return { operatorId, by: `key:${keyId}`, now: this.clock.now() };
  }

  private async change(caller: Caller, change: AddressBookCommand, request: FastifyRequest): Promise<AddressBookDto> {
    const { operatorId } = change.data;
    const metadata = commandMetadata(request, { ...caller, operatorId }, { correlationId: operatorId });
    const outcome = await withDeadline(this.commands.execute(new ChangeAddressBook(change, metadata)), patience);
    if (!outcome.ok) throw rejectionProblem(outcome.rejection);
    return bookResource(operatorId, outcome.book);
  }
}

function bookResource(operatorId: string, { entries, onlyBookAddresses }: AddressBook): AddressBookDto {
  const addresses = entries.map(({ added, status }) => ({
    chain: added.chain,
    address: added.address,
    label: added.label,
    status,
    added_by: added.by,
    added_at: added.addedAt.toISOString(),
  }));
  return { object: 'address_book', operator_id: operatorId, only_book_addresses: onlyBookAddresses, addresses };
}
