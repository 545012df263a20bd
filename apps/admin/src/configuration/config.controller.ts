import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Author } from '@tollgate/persistence';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { ConfigFields } from './config-fields.service.js';
import {
  ConfigFieldQuery,
  ConfigListQuery,
  DeleteConfigFieldDto,
  UpdateConfigDto,
  UpdateConfigFieldDto,
} from './dto/config.dto.js';

/** LiteLLM's routes for settings. */
@ApiTags('configuration')
@Controller('config')
export class ConfigController {
  constructor(private readonly fields: ConfigFields) {}

  @Post('update')
  @HttpCode(200)
  @RequirePermission('config:update')
  @ApiOperation({ summary: 'Set members of sections, all of them or none' })
  @ApiHeader(CHANGED_BY_HEADER)
  update(@Body() body: UpdateConfigDto, @ChangedBy() author: Author): Promise<object> {
    return this.fields.update(body, author);
  }

  @Get('list')
  @RequirePermission('config:read')
  @ApiOperation({ summary: 'Members of a section that can be set, with what is in effect' })
  list(@Query() query: ConfigListQuery): Promise<readonly object[]> {
    return this.fields.list(query.config_type ?? 'general_settings');
  }

  @Get('field/info')
  @RequirePermission('config:read')
  @ApiOperation({ summary: 'What is in effect of a member' })
  find(@Query() query: ConfigFieldQuery): Promise<object> {
    return this.fields.find(query.config_type ?? 'general_settings', query.field_name);
  }

  @Post('field/update')
  @HttpCode(200)
  @RequirePermission('config:update')
  @ApiOperation({ summary: 'Set a member' })
  @ApiHeader(CHANGED_BY_HEADER)
  set(@Body() body: UpdateConfigFieldDto, @ChangedBy() author: Author): Promise<object> {
    return this.fields.set(body.config_type ?? 'general_settings', body.field_name, body.field_value, author);
  }

  @Post('field/delete')
  @HttpCode(200)
  @RequirePermission('config:update')
  @ApiOperation({ summary: "Take a member back to what the operator's file says" })
  @ApiHeader(CHANGED_BY_HEADER)
  delete(@Body() body: DeleteConfigFieldDto, @ChangedBy() author: Author): Promise<object> {
    return this.fields.set(body.config_type ?? 'general_settings', body.field_name, null, author);
  }
}
