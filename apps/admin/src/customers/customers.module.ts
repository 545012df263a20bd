import { Module } from '@nestjs/common';
import { CustomersController } from './customers.controller.js';
import { Customers } from './customers.service.js';

@Module({ controllers: [CustomersController], providers: [Customers] })
export class CustomersModule {}
