import { type Account, accountById, actions, verdictOn } from '#account'
import { entriesAbout } from '#audit'
import { lastDisputeOf } from '#domain-claim'
import { Refusal } from '#kernel'
import { queryOf, type Statements, show } from '#platform'
import type { Html, Say } from '#platform/page'
import { onwardOf, type SignInContext } from '#sign-in'
import { claimCardFor } from './claim-routes.ts'
import { named } from './named-entries.ts'
import {
  type Ability,
  abilitiesCard,
  adminActivityCard,
  caseCard,
  managerCard,
  notMineCard,
  onwardLine,
  organizationPage,
} from './pages/index.ts'
import { releaseCardFor, requestsCardFor } from './request-routes.ts'
import { type Surface, statusIn } from './surface.ts'

const mostEntries = 5

/** What the control table says for a managed account: the holder beside its administrators (CTL). */
const abilities: readonly Ability[] = actions.map((action) => ({
  action,
  holder: verdictOn(action, 'managed', 'holder'),
  administrator: verdictOn(action, 'managed', 'org-admin'),
}))

/** A card of the page, or nothing where it has nothing to say. */
type Card = (on: Statements, say: Say, account: Account) => Promise<Html | undefined>

const manager: Card = async (_on, say, { managedBy }) => managerCard(say, managedBy)

const whoDecides: Card = async (_on, say, { managedBy }) => managedBy && abilitiesCard(say, managedBy, abilities)

const activity: Card = async (on, say, { id, managedBy }) => {
  const entries = await named(on, await entriesAbout(on, id, { most: mostEntries, by: 'admin' }))
  return managedBy || entries.length > 0 ? adminActivityCard(say, entries) : undefined
}

const openCase: Card = async (on, say, { id }) => {
  const dispute = await lastDisputeOf(on, id)
  return dispute && !dispute.settledAt ? caseCard(say, dispute, on.now, false) : undefined
}

const notMine: Card = async (on, say, { id, managedBy }) => {
  const dispute = await lastDisputeOf(on, id)
  return managedBy && (!dispute || dispute.settledAt) ? notMineCard(say, managedBy.organization) : undefined
}

const claim: Card = (on, say, { id }) => claimCardFor(on, say, id)

/** In the order in which they stand. */
const cards: readonly Card[] = [
  openCase,
  claim,
  manager,
  releaseCardFor,
  requestsCardFor,
  whoDecides,
  activity,
  notMine,
]

/** The section about the organization that manages the account, or says that it will (ACC-2, DOM-7, DOM-9). */
export function organizationRoutes(context: SignInContext, { page }: Surface): void {
  const on = context.database.durable

  page('/organization', async (c, me, holder) => {
    const account = await accountById(on, me.accountId)
    if (!account) throw new Refusal('account.gone', 410)
    const shown: Html[] = []
    for (const card of cards) {
      const drawn = await card(on, c.get('say'), account)
      if (drawn) shown.push(drawn)
    }
    const onward = await onwardOf(context, c, queryOf(c, 'attempt', 100))
    if (onward) shown.push(onwardLine(c.get('say'), onward))
    return show(c, organizationPage(c.get('say'), { holder, cards: shown, status: statusIn(c) }))
  })
}
