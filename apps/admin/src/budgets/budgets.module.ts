import { Module } from '@nestjs/common';
import { BudgetsController } from './budgets.controller.js';
import { Budgets } from './budgets.service.js';

@Module({ controllers: [BudgetsController], providers: [Budgets] })
export class BudgetsModule {}
