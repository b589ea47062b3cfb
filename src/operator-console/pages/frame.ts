import {
  type ConsoleLink,
  type ConsolePage,
  consolePage,
  type Holder,
  type Html,
  type Inner,
  type Say,
} from '#platform/page'

/** What every page of operators is given. */
export interface Frame {
  readonly holder: Holder
  /** Where this server is found: what it is called here. */
  readonly host: string
  /** What was just done. */
  readonly status?: string | undefined
}

export type Section = '' | '/organizations' | '/contests' | '/disputes' | '/help' | '/deliveries' | '/audit'

/** A page of operators in its frame: the console of the whole installation. */
export function inOperatorConsole(
  say: Say,
  { holder, host, status }: Frame,
  page: { section: Section; title: string; content: Inner } & Pick<
    ConsolePage,
    'lede' | 'action' | 'crumbs' | 'here' | 'styles'
  >,
): Html {
  const link = (section: Section, sign: ConsoleLink['sign'], label: string) => ({
    href: `/operator${section}`,
    sign,
    label,
  })
  const key = `operator-console.status.${status}`
  return consolePage(say, {
    ...page,
    organization: {
      id: host,
      name: host,
      role: say('operator-console.role'),
      href: '/operator',
      othersHref: '/operator',
    },
    holder,
    section: `/operator${page.section}`,
    said: status && say.has(key) ? say(key) : undefined,
    groups: [
      { links: [link('', 'home', say('operator-console.overview.title'))] },
      {
        title: say('operator-console.group.organizations'),
        links: [
          link('/organizations', 'people', say('operator-console.organizations.title')),
          link('/contests', 'globe', say('operator-console.contests.title')),
          link('/disputes', 'shield', say('admin-console.disputes.title')),
        ],
      },
      {
        title: say('operator-console.group.server'),
        links: [
          link('/help', 'mail', say('operator-console.help.title')),
          link('/deliveries', 'onward', say('operator-console.deliveries.title')),
          link('/audit', 'list', say('admin-console.audit-log.title')),
        ],
      },
    ],
  })
}
