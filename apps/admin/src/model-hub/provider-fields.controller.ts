import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ProviderDescription } from '@tollgate/canonical';
import { SnapshotLoader } from '@tollgate/catalog';
import { RequirePermission } from '../access/permission.decorator.js';

/** LiteLLM's route for what a model of each provider needs to be told. */
@ApiTags('models')
@Controller('model')
export class ProviderFieldsController {
  constructor(private readonly loader: SnapshotLoader) {}

  @Get('settings')
  @RequirePermission('config:read')
  @ApiOperation({ summary: 'Providers with the members of litellm_params that they authenticate with' })
  settings(): readonly object[] {
    return this.loader.providers.map(toProvider);
  }
}

function toProvider({ id, prefixes, credentialFields }: ProviderDescription): object {
  return {
    name: prefixes[0] ?? id,
    fields: credentialFields.map(({ name, environment, required, secret }) => ({
      field_name: name,
      field_type: 'string',
      field_description: environment.length === 0 ? name : `${name}; else ${environment.join(' or ')}`,
      field_value: null,
      required,
      secret,
    })),
  };
}
