import { refuseUnserved, UNSERVED_FIELDS } from './unserved-fields.js';

describe('settings that are not served', () => {
  it.each(UNSERVED_FIELDS)('refuses %s with a value, naming it', (field) => {
    const refusal = refuseUnserved({ [field]: ['x'] });
    expect(refusal).toMatchObject({ status: 400, code: 'unsupported_parameter', param: field });
    expect(refusal?.message).toContain(`${field} is not served yet`);
  });

  it('refuses a zero: a limit of nothing is a limit', () => {
    expect(refuseUnserved({ tpd_limit: 0 })?.param).toBe('tpd_limit');
  });

  it.each([[[null]], [[[]]], [[{}]], [[false]], [{ a: [null] }]])('refuses %j, which holds something', (value) => {
    expect(refuseUnserved({ object_permission: value } as object)?.param).toBe('object_permission');
    expect(refuseUnserved({ metadata: { guardrails: value } })?.param).toBe('metadata.guardrails');
  });

  it('says why, and what to do instead', () => {
    expect(refuseUnserved({ allowed_cache_controls: ['no-cache'] })?.message).toContain('no cache to control');
    expect(refuseUnserved({ rpm_limit_type: 'guaranteed_throughput' })?.message).toContain('best_effort_throughput');
    expect(refuseUnserved({ budget_fallbacks: { a: ['b'] } })?.message).toContain('fallbacks of the call');
  });

  it('refuses the names that LiteLLM reads from metadata', () => {
    expect(refuseUnserved({ metadata: { tag_rpm_limit: { blue: 1 } } })?.param).toBe('metadata.tag_rpm_limit');
    expect(refuseUnserved({ metadata: { guardrails: ['pii'] } })?.param).toBe('metadata.guardrails');
  });

  it('takes what clients send for "not set", and metadata of any other name', () => {
    const settings = {
      guardrails: [],
      budget_fallbacks: {},
      object_permission: { mcp_servers: [], mcp_tool_permissions: {}, vector_stores: null },
      auto_rotate: false,
      rpm_limit_type: null,
      tpm_limit_type: 'best_effort_throughput',
      router_settings: { model_group_alias: {}, timeout: null },
      metadata: { team: 'core', guardrails: [] },
    };
    expect(refuseUnserved(settings)).toBeUndefined();
  });
});
