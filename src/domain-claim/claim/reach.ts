import type { Domain } from '../domain.ts'
import type { Reach } from './find-store.ts'

/** A domain as its accounts are looked for. */
export const reachOf = ({
  id,
  name,
  organizationId,
  withSubdomains,
}: Pick<Domain, 'id' | 'name' | 'organizationId' | 'withSubdomains'>): Reach => ({
  domainId: id,
  domain: name,
  organizationId,
  withSubdomains,
})
