import { bodyOf } from './routes.js';

type Body = Readonly<Record<string, unknown>>;

/** Members that name what is made. */
const OWN_IDS = ['budget_id', 'organization_id', 'project_id', 'name', 'key'];

/**
 * A body with objects that are there (`ids`: by the member that names them, the customer as `customer`), so that a refusal is one of the field
 * and not of what it names. `newId` names what is made.
 */
export function validBody(route: string, ids: Body, newId: () => string): Body {
  const { key, user_id, team_id } = ids;
  const isOfCustomer = /customer|end_user/.test(route);
  const named: Body = {
    ...ids,
    user_id: isOfCustomer ? ids['customer'] : user_id,
    user_ids: [isOfCustomer ? ids['customer'] : user_id],
    keys: route === 'POST /key/bulk_update' ? [{ key }] : [key],
    key_ids: [key],
    users: [{ user_id }],
    member: { role: 'user', user_id: 'new-member' },
    members: [{ role: 'user', user_id: 'new-member' }],
    team_ids: [team_id],
    organization_ids: [ids['organization_id']],
    organizations: [ids['organization_id']],
    project_ids: [ids['project_id']],
    names: [ids['name']],
    budgets: [ids['budget_id']],
    id: ids['budget_id'],
  };
  const isNew = /\/new$|\/generate$/.test(route);
  return Object.fromEntries(
    Object.entries(bodyOf(route) ?? {}).map(([name, value]) => [
      name,
      isNew && OWN_IDS.includes(name) ? `new-${newId()}` : (named[name] ?? value),
    ]),
  );
}
