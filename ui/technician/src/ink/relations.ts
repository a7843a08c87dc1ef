// Who may sign or agree for the customer (the choices of `sht.signer`).
export const RELATIONS = ['self', 'family', 'tenant', 'representative', 'other'] as const;

/** As chips, under names of their own for tests. */
export function relations(t: (key: string) => string, test: string): { key: string; name: string; test: string }[] {
  return RELATIONS.map((key) => ({ key, name: t(`ink.${key}`), test: `${test}:${key}` }));
}
