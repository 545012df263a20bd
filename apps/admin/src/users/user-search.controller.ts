import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Reach } from '@tollgate/auth';
import { CallerReach } from '../access/caller-reach.decorator.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { HeadedAnswers } from '../shown/headed-answers.decorator.js';
import type { HeadedAnswer } from '../shown/page-headers.js';
import { SearchUsersQuery } from './dto/search-users.query.js';
import { ROLES_OF_USERS } from './roles-of-users.js';
import { UserReader } from './user-reader.service.js';

/** LiteLLM's routes that forms about users are filled from. */
@ApiTags('users')
@Controller('user')
export class UserSearchController {
  constructor(private readonly reader: UserReader) {}

  @Get('filter/ui')
  @RequirePermission('user:search')
  @HeadedAnswers('pages')
  @ApiOperation({ summary: 'Users by a part of their id or address, for a search box' })
  search(@Query() query: SearchUsersQuery, @CallerReach() reach: Reach): Promise<HeadedAnswer> {
    return this.reader.search(query, reach);
  }

  @Get('available_users')
  @RequirePermission('user:list')
  @ApiOperation({ summary: 'How many users and teams the caller may list; no licence counts them' })
  counts(@CallerReach() reach: Reach): Promise<object> {
    return this.reader.counts(reach);
  }

  @Get('available_roles')
  @RequirePermission('me:read')
  @ApiOperation({ summary: 'The roles that a user can have' })
  roles(): typeof ROLES_OF_USERS {
    return ROLES_OF_USERS;
  }
}
