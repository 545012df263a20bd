import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RUNTIME_SETTINGS, type Settings } from '@tollgate/config';
import { RequirePermission } from '../access/permission.decorator.js';
import { KeptConfig } from './kept-config.service.js';

const STRATEGIES = { 'simple-shuffle': 'Random, by weight, rpm or tpm where deployments have one.' };
const ROUTER = RUNTIME_SETTINGS.filter(({ section }) => section === 'router_settings');

/** LiteLLM's routes for the router's settings. */
@ApiTags('configuration')
@Controller('router')
export class RouterSettingsController {
  constructor(private readonly config: KeptConfig) {}

  @Get('settings')
  @RequirePermission('config:read')
  @ApiOperation({ summary: "The router's settings, with what is in effect" })
  settings(): object {
    const { settings } = this.config;
    const current = Object.fromEntries(ROUTER.map(({ name, read }) => [name, read(settings)]));
    return {
      fields: fieldsOf(settings),
      current_values: { ...current, routing_strategy: 'simple-shuffle' },
      routing_strategy_descriptions: STRATEGIES,
    };
  }

  @Get('fields')
  @RequirePermission('config:read')
  @ApiOperation({ summary: "The router's settings" })
  fields(): object {
    return { fields: fieldsOf(undefined), routing_strategy_descriptions: STRATEGIES };
  }
}

function fieldsOf(settings: Settings | undefined): readonly object[] {
  return ROUTER.map(({ name, type, description, read }) => ({
    field_name: name,
    field_type: type,
    field_value: settings === undefined ? null : read(settings),
    field_description: description,
    field_default: null,
    options: null,
    ui_field_name: name.replaceAll('_', ' '),
    link: null,
  }));
}
