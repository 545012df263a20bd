import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '@tollgate/canonical';
import { Caller } from '../access/caller.decorator.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { Me } from './me.service.js';

/** Who am I, and what may I do: for every key. */
@ApiTags('me')
@Controller('me')
@RequirePermission('me:read')
export class MeController {
  constructor(private readonly me: Me) {}

  @Get()
  @ApiOperation({ summary: 'The calling key, its user, and where the user belongs' })
  describe(@Caller() caller: Principal): Promise<object> {
    return this.me.describe(caller);
  }

  @Get('permissions')
  @ApiOperation({ summary: 'What the caller may do, and how far' })
  permissions(@Caller() caller: Principal): Promise<object> {
    return this.me.permissions(caller);
  }
}
