import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Author } from '@tollgate/persistence';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { HeadedAnswers } from '../shown/headed-answers.decorator.js';
import type { HeadedAnswer } from '../shown/page-headers.js';
import { Customers } from './customers.service.js';
import { CustomerQuery, CustomersDto, ListCustomersQuery } from './dto/customer-ref.dto.js';
import { CustomerSettingsDto } from './dto/customer-settings.dto.js';

/** LiteLLM's routes for customers (end users), under both of its names for them. */
@ApiTags('customers')
@Controller(['customer', 'end_user'])
export class CustomersController {
  constructor(private readonly customers: Customers) {}

  @Post('new')
  @HttpCode(200)
  @RequirePermission('customer:create')
  @ApiOperation({ summary: 'Make a customer, with limits that hold for calls of every key that name it' })
  @ApiHeader(CHANGED_BY_HEADER)
  create(@Body() body: CustomerSettingsDto, @ChangedBy() author: Author): Promise<object> {
    return this.customers.create(body, author);
  }

  @Post('update')
  @HttpCode(200)
  @RequirePermission('customer:update')
  @ApiOperation({ summary: 'Change the named settings of a customer' })
  @ApiHeader(CHANGED_BY_HEADER)
  update(@Body() body: CustomerSettingsDto, @ChangedBy() author: Author): Promise<object> {
    return this.customers.update(body, author);
  }

  @Get('info')
  @RequirePermission('customer:read')
  @ApiOperation({ summary: 'A customer with its limits and spend' })
  info(@Query() query: CustomerQuery): Promise<object> {
    return this.customers.info(query.end_user_id);
  }

  @Get('list')
  @RequirePermission('customer:list')
  @HeadedAnswers('pages')
  @ApiOperation({ summary: 'Customers by name, page by page: those that were made, and those that calls have named' })
  list(@Query() query: ListCustomersQuery): Promise<HeadedAnswer> {
    return this.customers.list(query);
  }

  @Post('block')
  @HttpCode(200)
  @RequirePermission('customer:block')
  @ApiOperation({ summary: 'Refuse calls for customers, known or not yet; their streams end' })
  @ApiHeader(CHANGED_BY_HEADER)
  block(@Body() body: CustomersDto, @ChangedBy() author: Author): Promise<object> {
    return this.customers.block(body.user_ids, author);
  }

  @Post('unblock')
  @HttpCode(200)
  @RequirePermission('customer:unblock')
  @ApiOperation({ summary: 'Serve customers again' })
  @ApiHeader(CHANGED_BY_HEADER)
  unblock(@Body() body: CustomersDto, @ChangedBy() author: Author): Promise<object> {
    return this.customers.unblock(body.user_ids, author);
  }

  @Post('delete')
  @HttpCode(200)
  @RequirePermission('customer:delete')
  @ApiOperation({ summary: 'Delete customers with their limits; their spend stays in the ledger' })
  @ApiHeader(CHANGED_BY_HEADER)
  delete(@Body() body: CustomersDto, @ChangedBy() author: Author): Promise<object> {
    return this.customers.delete(body.user_ids, author);
  }
}
