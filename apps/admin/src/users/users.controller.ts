import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import type { Author } from '@tollgate/persistence';
import { CallerReach } from '../access/caller-reach.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { KeysCaller } from '../keys/key-caller.decorator.js';
import type { KeyCaller } from '../keys/key-caller.js';
import { HeadedAnswers } from '../shown/headed-answers.decorator.js';
import type { HeadedAnswer } from '../shown/page-headers.js';
import { BulkUserWriter } from './bulk-user-writer.service.js';
import { BulkUpdateUsersDto } from './dto/bulk-update-users.dto.js';
import { DeleteUsersDto } from './dto/delete-users.dto.js';
import { ListUsersQuery } from './dto/list-users.query.js';
import { NewUserDto } from './dto/new-user.dto.js';
import { UpdateUserDto } from './dto/update-user.dto.js';
import { UserInfoQuery } from './dto/user-info.query.js';
import { UserReader } from './user-reader.service.js';
import { UserWriter } from './user-writer.service.js';

/** LiteLLM's routes for internal users. */
@ApiTags('users')
@Controller()
export class UsersController {
  constructor(
    private readonly reader: UserReader,
    private readonly writer: UserWriter,
    private readonly bulk: BulkUserWriter,
  ) {}

  @Post('user/new')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @RequirePermission('user:create')
  @ApiOperation({ summary: 'Make a user, with a key unless told otherwise; the answer alone holds its secret' })
  @ApiHeader(CHANGED_BY_HEADER)
  create(@Body() body: NewUserDto, @KeysCaller() caller: KeyCaller, @ChangedBy() author: Author): Promise<object> {
    return this.writer.create(body, caller, author);
  }

  @Get('user/info')
  @RequirePermission('user:read')
  @HeadedAnswers('cut')
  @ApiOperation({ summary: 'A user with its keys; a user may read itself' })
  info(@Query() query: UserInfoQuery, @Caller() caller: Principal, @CallerReach() reach: Reach): Promise<HeadedAnswer> {
    return this.reader.info(query.user_id, caller, reach);
  }

  @Post('user/update')
  @HttpCode(200)
  @RequirePermission('user:update')
  @ApiOperation({ summary: 'Change the named settings of a user' })
  @ApiHeader(CHANGED_BY_HEADER)
  update(
    @Body() body: UpdateUserDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.writer.update(body, caller, reach, author);
  }

  @Post('user/bulk_update')
  @HttpCode(200)
  @RequirePermission('user:update')
  @ApiOperation({ summary: 'Change many users, each on its own' })
  @ApiHeader(CHANGED_BY_HEADER)
  bulkUpdate(
    @Body() body: BulkUpdateUsersDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.bulk.update(body, caller, reach, author);
  }

  @Get('v2/user/info')
  @RequirePermission('user:read')
  @ApiOperation({ summary: 'A user without its keys and teams; a user may read itself' })
  infoAlone(@Query() query: UserInfoQuery, @Caller() caller: Principal, @CallerReach() reach: Reach): Promise<object> {
    return this.reader.infoAlone(query.user_id, caller, reach);
  }

  @Post('user/delete')
  @HttpCode(200)
  @Header('content-type', 'application/json; charset=utf-8')
  @RequirePermission('user:delete')
  @ApiOperation({ summary: 'Delete users with their keys and memberships; their spend stays readable' })
  @ApiHeader(CHANGED_BY_HEADER)
  delete(@Body() body: DeleteUsersDto, @ChangedBy() author: Author): Promise<number> {
    return this.writer.delete(body.user_ids, author);
  }

  @Get('user/list')
  @RequirePermission('user:list')
  @ApiOperation({ summary: 'Users, page by page' })
  list(@Query() query: ListUsersQuery, @CallerReach() reach: Reach): Promise<object> {
    return this.reader.list(query, reach);
  }
}
