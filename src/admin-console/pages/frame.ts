import type { Organization, Role } from '#organization'
import {
  type ConsoleLink,
  type ConsolePage,
  consolePage,
  type Holder,
  type Html,
  type Inner,
  type Say,
} from '#platform/page'

/** What every page of the console is given. */
export interface Frame {
  readonly organization: Pick<Organization, 'id' | 'name'>
  readonly role: Role
  readonly base: string
  readonly holder: Holder
  readonly status?: string | undefined
  /** How many accounts the organization manages, up to a bound. */
  readonly managed?: number | undefined
  /** How many requests of holders wait for an answer. */
  readonly requests?: number | undefined
}

export type Section =
  | ''
  | '/accounts'
  | '/requests'
  | '/disputes'
  | '/suggest'
  | '/domains'
  | '/admins'
  | '/settings'
  | '/audit'

/** A page of the console in its frame: sections at the side, what just happened on top. */
export function inConsole(
  say: Say,
  frame: Frame,
  page: {
    section: Section
    title: string
    lede?: Inner
    action?: Inner
    content: Inner
  } & Pick<ConsolePage, 'crumbs' | 'here' | 'styles'>,
): Html {
  const { organization, role, base, holder, status, managed, requests } = frame
  const link = (section: Section, sign: ConsoleLink['sign'], label: string) => ({
    href: `${base}${section}`,
    sign,
    label,
  })
  const key = `admin-console.status.${status}`
  return consolePage(say, {
    title: page.title,
    organization: { ...organization, role: roleName(say, role), href: base, othersHref: '/organizations' },
    holder,
    section: `${base}${page.section}`,
    crumbs: page.crumbs,
    here: page.here,
    styles: page.styles,
    groups: [
      { links: [link('', 'home', say('admin-console.overview.title'))] },
      {
        title: say('admin-console.group.people'),
        links: [
          {
            ...link('/accounts', 'people', say('admin-console.accounts.title')),
            count: managed === undefined || managed === 0 ? undefined : countWords(say, managed),
          },
          {
            ...link('/requests', 'mail', say('admin-console.requests.title')),
            count: requests ? say('admin-console.requests.count', { count: requests }) : undefined,
          },
          link('/disputes', 'shield', say('admin-console.disputes.title')),
          ...(role === 'auditor' ? [] : [link('/suggest', 'onward', say('admin-console.suggest.title'))]),
        ],
      },
      {
        title: say('admin-console.group.organization'),
        links: [
          link('/domains', 'globe', say('admin-console.domains.title')),
          link('/admins', 'person', say('admin-console.admins.title')),
          ...(role === 'org-admin' ? [link('/settings', 'gear', say('admin-console.settings.title'))] : []),
        ],
      },
      {
        title: say('admin-console.group.security'),
        links: [link('/audit', 'list', say('admin-console.audit-log.title'))],
      },
    ],
    lede: page.lede,
    action: page.action,
    said: status && say.has(key) ? say(key) : undefined,
    content: page.content,
  })
}

const mostSaid = 10_000
/** A count that is exact up to a bound. */
export const countWords = (say: Say, count: number): string =>
  say('admin-console.accounts.in-section', { count: Math.min(count, mostSaid), more: count > mostSaid ? 'yes' : 'no' })

export function roleName(say: Say, role: Role): string {
  if (role === 'org-admin') return say('admin-console.role.org-admin')
  if (role === 'user-admin') return say('admin-console.role.user-admin')
  return say('admin-console.role.auditor')
}

export function roleMeans(say: Say, role: Role): string {
  if (role === 'org-admin') return say('admin-console.role.org-admin-means')
  if (role === 'user-admin') return say('admin-console.role.user-admin-means')
  return say('admin-console.role.auditor-means')
}
