import { Module } from '@nestjs/common';
import { CostsController } from './costs.controller.js';
import { Costs } from './costs.service.js';

@Module({ controllers: [CostsController], providers: [Costs] })
export class CostsModule {}
