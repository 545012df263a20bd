import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '@tollgate/canonical';
import type { Author } from '@tollgate/persistence';
import { Caller } from '../access/caller.decorator.js';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { InvitationRefDto, NewInvitationDto, UpdateInvitationDto } from './dto/invitation.dto.js';
import { Invitations } from './invitations.service.js';

/** LiteLLM's routes for invitations. */
@ApiTags('invitations')
@Controller('invitation')
export class InvitationsController {
  constructor(private readonly invitations: Invitations) {}

  @Post('new')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @RequirePermission('invitation:create')
  @ApiOperation({ summary: 'Invite a user; the answer alone holds the id, which is a secret' })
  @ApiHeader(CHANGED_BY_HEADER)
  create(@Body() body: NewInvitationDto, @Caller() caller: Principal, @ChangedBy() author: Author): Promise<object> {
    return this.invitations.create(body.user_id, caller, author);
  }

  @Get('info')
  @Header('cache-control', 'no-store')
  @RequirePermission('invitation:read')
  @ApiOperation({ summary: 'An invitation by its id' })
  info(@Query() query: InvitationRefDto): Promise<object> {
    return this.invitations.info(query.invitation_id);
  }

  @Post('update')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @RequirePermission('invitation:update')
  @ApiOperation({ summary: 'Accept an invitation, once' })
  @ApiHeader(CHANGED_BY_HEADER)
  update(@Body() body: UpdateInvitationDto, @ChangedBy() author: Author): Promise<object> {
    return this.invitations.update(body, author);
  }

  @Post('delete')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @RequirePermission('invitation:delete')
  @ApiOperation({ summary: 'Take an invitation back' })
  @ApiHeader(CHANGED_BY_HEADER)
  delete(@Body() body: InvitationRefDto, @ChangedBy() author: Author): Promise<object> {
    return this.invitations.delete(body.invitation_id, author);
  }
}
