import { Module } from '@nestjs/common';
import { KeptModelsController } from './kept-models.controller.js';
import { ModelReader } from './model-reader.service.js';
import { ModelWriter } from './model-writer.service.js';
import { ModelsController } from './models.controller.js';

@Module({ controllers: [ModelsController, KeptModelsController], providers: [ModelReader, ModelWriter] })
export class ModelsModule {}
