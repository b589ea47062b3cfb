import type { Domain, Trouble } from '#domain-claim'
import type { DomainView } from '../src/admin-console/domains-in.ts'
import type { Frame } from '../src/admin-console/pages/frame.ts'
import * as pages from '../src/admin-console/pages/index.ts'
import type { Html, Say } from '../src/platform/page/index.ts'
import { aClaim, claimViews } from './gallery-claims.ts'
import { before, hostile, nasty, now } from './gallery-data.ts'

const token = 'umbel-verify=5b1f9c2ae07d4e13b8a65b1f9c2ae07d'
const days = (count: number) => count * 24 * 60

const aDomain = (name: string, than: Partial<DomainView> = {}): DomainView => ({
  id: `0199f0aa-0000-7000-8000-${name.length.toString().padStart(12, '0')}`,
  organizationId: 'x',
  name,
  withSubdomains: false,
  token,
  tokenMadeAt: before(80),
  tokenExpiresAt: now.add({ hours: 160 }),
  dns: { found: ['v=spf1 -all'], trouble: 'other' },
  file: { found: [], trouble: 'unreachable' },
  createdAt: before(80),
  checkedAt: before(3),
  nextLookAt: now.add({ minutes: 2 }),
  ...than,
})
const found: Pick<Domain, 'verifiedAt' | 'provedAt' | 'provedBy' | 'dns' | 'nextLookAt'> = {
  verifiedAt: before(days(200)),
  provedAt: before(400),
  provedBy: 'dns',
  dns: { found: [token] },
  nextLookAt: now.add({ hours: 17 }),
}
const contest = { endsAt: now.add({ hours: 100 }), isHolder: true, other: 'Acme Trading' }

const standing = aClaim({ state: 'standing', takesEffectAt: before(days(400)) })
const claimed = [standing, aClaim({ mode: 'in-sites', state: 'canceled', endedAt: before(50) })]
const unclaim = {
  ...{ id: 'u', organizationId: 'x', organization: 'Acme', domainId: 'x', domain: 'acme.example' },
  ...({ scope: 'listed', why: 'unclaimed' } as const),
  ...{ startedAt: before(60), freed: 340 },
}
const unclaims = [unclaim, { ...unclaim, endedAt: before(55) }]
const accounts = (count: number, claim?: DomainView['claim']) => ({ accounts: { count, most: 1_000 }, claim })

const verified = aDomain('acme.example', { ...found, withSubdomains: true, ...accounts(1_001, standing) })
const byFile = aDomain('acme-labs.example', {
  ...found,
  ...accounts(312, aClaim()),
  provedBy: 'file',
  dns: { found: [], trouble: 'none' },
  file: { found: [token] },
})
const failing = aDomain('acme-retail.example', {
  ...found,
  ...accounts(12, standing),
  dns: { found: ['v=spf1 -all', 'google-site-verification=x'], trouble: 'other' },
  failingSince: before(days(17)),
})
const pending = aDomain('acme.shop.example')
const fresh = aDomain('acme.fresh.example', { checkedAt: undefined, dns: { found: [] }, file: { found: [] } })
const over = aDomain('acme.old.example', { nextLookAt: undefined, tokenExpiresAt: before(50) })
const contested = aDomain('acme-trade.example', { ...found, contest })
const contesting = aDomain('trade.example', { dns: { found: [token] }, contest: { ...contest, isHolder: false } })
const alike = aDomain('xn--cme-5cd.example')

/** Domains in every state. */
export const someDomains: readonly DomainView[] = [
  verified,
  aDomain('acme-foundry.example', { ...found, ...accounts(0) }),
  byFile,
  failing,
  pending,
  fresh,
  over,
  contested,
  contesting,
  alike,
]

const troubles: readonly Trouble[] = [
  ...(['none', 'other', 'no-domain', 'timeout', 'server', 'redirect', 'too-large', 'private-address'] as const),
  ...(['certificate', 'unreachable', 'status'] as const),
]

/** The pages about domains in their states. */
export function domainViews(say: Say, frame: Frame): Record<string, () => Html> {
  const dns = (domain: DomainView, than = {}) => pages.domainPage(say, { ...frame, domain, way: 'dns', ...than })
  const file = (domain: DomainView, than = {}) => pages.domainPage(say, { ...frame, domain, way: 'file', ...than })
  const seen = Object.fromEntries(
    troubles.map((trouble) => [
      `domain-file-${trouble}`,
      () => file(aDomain('acme.shop.example', { file: { found: trouble === 'other' ? ['<h1>'] : [], trouble } })),
    ]),
  )
  return {
    domains: () => pages.domainsPage(say, { ...frame, domains: someDomains }),
    'domains-none': () => pages.domainsPage(say, { ...frame, domains: [], status: 'domain-removed' }),
    'domains-none-auditor': () =>
      pages.domainsPage(say, { ...frame, role: 'auditor', holder: hostile(nasty.rtl), domains: [] }),
    'domains-auditor': () =>
      pages.domainsPage(say, {
        ...frame,
        role: 'auditor',
        domains: [failing, aDomain(`${'long-'.repeat(11)}name.example`)],
      }),
    'domain-add': () => pages.addDomainPage(say, { ...frame }),
    'domain-add-error': () =>
      pages.addDomainPage(say, {
        ...frame,
        name: nasty.script,
        withSubdomains: true,
        error: { code: 'domain-claim.name-suffix', details: { name: 'co.uk' } },
      }),
    'domain-dns': () => dns(pending, { status: 'domain-understood' }),
    'domain-dns-fresh': () => dns(fresh, { status: 'token-renewed' }),
    'domain-dns-error': () => dns(pending, { error: 'domain-claim.just-looked' }),
    'domain-dns-silent': () => dns(aDomain('acme.shop.example', { dns: { found: [], trouble: 'timeout' } })),
    'domain-dns-nasty': () =>
      dns(
        aDomain(`${'long-'.repeat(6)}name.example`, {
          dns: { found: [nasty.script, nasty.long, `${'x'.repeat(300)}…`], trouble: 'other' },
        }),
      ),
    'domain-dns-auditor': () => dns(pending, { role: 'auditor' }),
    'domain-alike': () => dns(alike),
    'domain-international': () => dns(aDomain('xn--bcher-kva.example')),
    'domain-file': () => file(aDomain('acme.shop.example', { file: { found: [], trouble: 'none' } })),
    ...seen,
    'domain-verified': () => dns(verified),
    'domain-verified-file': () => file(byFile),
    'domain-verified-other-way': () => file(verified),
    'domain-failing': () => dns(failing),
    'domain-contested': () => dns(contested),
    'domain-contesting': () => dns({ ...contesting, contest: { ...contest, isHolder: false, other: nasty.rtl } }),
    'domain-over': () => dns(over),
    'domain-over-lapsed': () => dns({ ...over, provedAt: before(days(40)) }),
    'domain-over-kept': () => dns({ ...over, contest: { ...contest, outcome: 'kept' } }),
    'domain-over-moved': () => dns({ ...over, contest: { ...contest, outcome: 'moved', other: nasty.script } }),
    'domain-over-auditor': () => dns(over, { role: 'auditor' }),
    ...claimViews(say, frame, verified),
    'domain-claimed': () => dns({ ...verified, claims: claimed, unclaims }),
    'domain-claimed-auditor': () => dns({ ...verified, claims: claimed, unclaims }, { role: 'auditor' }),
    'domain-remove-refused': () =>
      pages.removeDomainPage(say, { ...frame, domain: verified, error: 'domain-claim.claims-stand' }),
    'domain-remove': () => pages.removeDomainPage(say, { ...frame, domain: contested }),
    'domain-remove-pending': () => pages.removeDomainPage(say, { ...frame, domain: alike }),
  }
}
