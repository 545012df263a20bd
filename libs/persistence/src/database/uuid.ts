/** The form of ids in columns of type uuid: PostgreSQL refuses to compare them with anything else. */
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
