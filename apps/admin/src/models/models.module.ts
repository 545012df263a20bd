import { Module } from '@nestjs/common';
import { ConnectionTestsController } from './connection-tests.controller.js';
import { ConnectionTests } from './connection-tests.service.js';
import { KeptModelsController } from './kept-models.controller.js';
import { ModelReader } from './model-reader.service.js';
import { ModelWriter } from './model-writer.service.js';
import { ModelsController } from './models.controller.js';

@Module({
  controllers: [ModelsController, KeptModelsController, ConnectionTestsController],
  providers: [ModelReader, ModelWriter, ConnectionTests],
  exports: [ModelReader],
})
export class ModelsModule {}
