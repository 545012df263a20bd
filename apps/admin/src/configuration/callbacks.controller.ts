import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../access/permission.decorator.js';
import { Callbacks } from './callbacks.service.js';
import { DeleteCallbackDto } from './dto/config.dto.js';

/** LiteLLM's routes for callbacks. */
@ApiTags('configuration')
@Controller()
export class CallbacksController {
  constructor(private readonly callbacks: Callbacks) {}

  @Get('callbacks/list')
  @RequirePermission('config:read')
  @ApiOperation({ summary: 'Callbacks in use, by what they are told' })
  list(): object {
    return this.callbacks.list();
  }

  @Get('callbacks/configs')
  @RequirePermission('config:read')
  @ApiOperation({ summary: 'Callbacks that there are' })
  configs(): readonly object[] {
    return this.callbacks.configs();
  }

  @Get('active/callbacks')
  @RequirePermission('config:read')
  @ApiOperation({ summary: 'Callbacks in use, by the names of LiteLLM' })
  active(): object {
    return this.callbacks.active();
  }

  @Get('get/config/callbacks')
  @RequirePermission('config:read')
  @ApiOperation({ summary: "Callbacks in use and the router's settings, without secrets" })
  inUse(): object {
    return this.callbacks.inUse();
  }

  @Post('config/callback/delete')
  @HttpCode(200)
  @RequirePermission('config:update')
  @ApiOperation({ summary: "Refused by name: callbacks stand in the operator's file alone" })
  delete(@Body() body: DeleteCallbackDto): object {
    return this.callbacks.delete(body.callback_name);
  }
}
