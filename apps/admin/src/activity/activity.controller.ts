import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Reach } from '@tollgate/auth';
import { CallerReach } from '../access/caller-reach.decorator.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { Activity } from './activity.service.js';
import {
  AgentActivityQuery,
  CustomerActivityQuery,
  OrganizationActivityQuery,
  TagActivityQuery,
  TeamActivityQuery,
  UserActivityQuery,
} from './dto/activity.query.js';

/** LiteLLM's routes for what was used by day. */
@ApiTags('activity')
@Controller()
export class ActivityController {
  constructor(private readonly activity: Activity) {}

  @Get('user/daily/activity')
  @RequirePermission('activity:user')
  @ApiOperation({ summary: 'What users used, by day and by model, provider, route and key' })
  ofUsers(@Query() query: UserActivityQuery, @CallerReach() reach: Reach): Promise<object> {
    return this.activity.page('user', query, { ids: query.user_id }, reach);
  }

  @Get('user/daily/activity/aggregated')
  @RequirePermission('activity:user')
  @ApiOperation({ summary: 'The same of a whole range in one answer' })
  ofUsersWhole(@Query() query: UserActivityQuery, @CallerReach() reach: Reach): Promise<object> {
    return this.activity.whole('user', query, { ids: query.user_id }, reach);
  }

  @Get('team/daily/activity')
  @RequirePermission('activity:team')
  @ApiOperation({ summary: 'What teams used, by day and by model, provider, route and key' })
  ofTeams(@Query() query: TeamActivityQuery, @CallerReach() reach: Reach): Promise<object> {
    return this.activity.page('team', query, { ids: query.team_ids, excluded: query.exclude_team_ids }, reach);
  }

  @Get('organization/daily/activity')
  @RequirePermission('activity:organization')
  @ApiOperation({ summary: 'What organizations used, by day and by model, provider, route and key' })
  ofOrganizations(@Query() query: OrganizationActivityQuery, @CallerReach() reach: Reach): Promise<object> {
    const { organization_ids: ids, exclude_organization_ids: excluded } = query;
    return this.activity.page('organization', query, { ids, excluded }, reach);
  }

  @Get(['customer/daily/activity', 'end_user/daily/activity'])
  @RequirePermission('activity:label')
  @ApiOperation({ summary: 'What customers used, by day and by model, provider and key' })
  ofCustomers(@Query() query: CustomerActivityQuery, @CallerReach() reach: Reach): Promise<object> {
    const { end_user_ids: ids, exclude_end_user_ids: excluded } = query;
    return this.activity.page('customer', query, { ids, excluded }, reach);
  }

  @Get('tag/daily/activity')
  @RequirePermission('activity:label')
  @ApiOperation({ summary: 'What calls with tags used, by day and by model, provider and key' })
  ofTags(@Query() query: TagActivityQuery, @CallerReach() reach: Reach): Promise<object> {
    return this.activity.page('tag', query, { ids: query.tags }, reach);
  }

  @Get('agent/daily/activity')
  @RequirePermission('activity:label')
  @ApiOperation({ summary: 'What agents used, by day: nothing, as no agents are served and no call is made by one' })
  ofAgents(@Query() query: AgentActivityQuery): object {
    return this.activity.ofAgents(query);
  }
}
