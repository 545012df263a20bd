/** Whether models may be made over the API (`general_settings.store_model_in_db`). */
export class ModelKeeping {
  constructor(readonly allowed: boolean) {}
}
