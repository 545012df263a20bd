import { Module } from '@nestjs/common';
import { ConfigurationModule } from '../configuration/configuration.module.js';
import { ModelsModule } from '../models/models.module.js';
import { CostMapController } from './cost-map.controller.js';
import { CostMap } from './cost-map.service.js';
import { ModelHubController } from './model-hub.controller.js';
import { ModelHub } from './model-hub.service.js';
import { ProviderFieldsController } from './provider-fields.controller.js';

@Module({
  imports: [ConfigurationModule, ModelsModule],
  controllers: [CostMapController, ModelHubController, ProviderFieldsController],
  providers: [CostMap, ModelHub],
})
export class ModelHubModule {}
