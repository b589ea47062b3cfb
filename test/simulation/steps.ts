import { askAddressChange, confirmAddressChange } from '#account'
import {
  acceptClaim,
  cancelClaim,
  chooseToMove,
  openDispute,
  renewToken,
  settleDispute,
  startClaim,
  startUnclaim,
  stopClaim,
  unclaimOne,
  withdrawDispute,
} from '#domain-claim'
import { hashSecret, parseAddress } from '#kernel'
import {
  deactivateAccount,
  deleteManaged,
  finishRelease,
  keepManaged,
  nameHome,
  offerRelease,
  reactivateAccount,
} from '#managed-account'
import { secretsIn } from '../world.ts'
import { arrived, type Claim, canceled, covers, keyOf, letGo, openFor, type Person, started, take } from './model.ts'
import { aPerson, home, pairs, type Simulation } from './simulation.ts'

/** What the numbers of a step mean is up to it: whom, which domain or claim, and how many days. */
export type Step = { readonly who: number; readonly which: number; readonly days: number }
/** What refused it, if anything did, and whether the model has it that it can be done. */
export type Outcome = { readonly refusal?: string | undefined; readonly isFine: boolean }
type Does = (s: Simulation, step: Step) => Promise<Outcome>

const done: Outcome = { isFine: true }

const holderOf = (person: Person) => ({ kind: 'holder', accountId: person.id, network: '192.0.2.7' }) as const

/** Half of the time one of a few, to whom much happens; else anybody. */
function personIn({ model }: Simulation, { who }: Step): Person {
  const among = who % 2 === 0 ? 30 : model.persons.length
  return model.persons[who % among] as Person
}

const claimIn = ({ model }: Simulation, { which }: Step): Claim | undefined => model.claims.at(-1 - (which % 4))
const pairIn = ({ which }: Step) => pairs[which % pairs.length] ?? pairs[0]

/** Whether the organization’s acts that destroy have to wait. */
const waits = ({ model }: Simulation, { by, dispute }: Person) =>
  dispute !== undefined || !(by && model.holdings.get(keyOf(by.org, by.domain))?.mayManage)

/** Each does something in the world, and what follows from it in the model. */
export const steps: Readonly<Record<string, Does>> = {
  async prove(s, step) {
    const [org, name] = pairIn(step)
    const { id, verifiedAt, tokenExpiresAt } = await s.domain(org, name)
    if (!verifiedAt && Temporal.Instant.compare(tokenExpiresAt, s.clock.now()) <= 0) {
      await s.act((tx) => renewToken(tx, s.admin(org), id))
    }
    s.tokens.add((await s.domain(org, name)).token)
    s.clock.move({ minutes: 6 })
    return done
  },
  async loseProof(s, step) {
    const [org, name] = pairIn(step)
    s.tokens.delete((await s.domain(org, name)).token)
    return done
  },
  async claim(s, step) {
    const [org, domain] = pairIn(step)
    const mode = step.who % 4 === 1 ? 'single' : 'all'
    const person = personIn(s, step)
    const on = s.clock.now().toZonedDateTimeISO('UTC').toPlainDate().add({ days: step.days })
    const holding = s.model.holdings.get(keyOf(org, domain))
    const isDouble = s.model.claims.some(
      (each) =>
        each.org === org &&
        each.domain === domain &&
        each.mode === 'all' &&
        ['asking', 'standing'].includes(each.state),
    )
    const isOpen = !person.gone && !person.by && !openFor(s.model, person) && !person.releasedBy.has(org)
    const isFine = mode === 'all' ? !isDouble : isOpen && covers(domain, person.at)
    let id = ''
    const wish = { mode, on, zone: 'UTC', isAllowed: true, accountId: person.id }
    const refusal = await s.act(async (tx) => {
      id = await startClaim(tx, s.admin(org), s.domainId(org, domain), wish)
    })
    const due = s.model.day + step.days
    const claim: Claim = { id, org, domain, mode, due, state: 'asking', persons: new Map() }
    if (!refusal) started(s.model, claim, mode === 'single' ? person : undefined)
    return { refusal, isFine: isFine && holding?.isVerified === true && !holding.isFailing }
  },
  async cancel(s, step) {
    const claim = claimIn(s, step)
    if (!claim) return done
    const isFine =
      claim.state === 'asking' &&
      (claim.due > s.model.day || !s.model.holdings.get(keyOf(claim.org, claim.domain))?.mayManage)
    const refusal = await s.act((tx) => cancelClaim(tx, s.admin(claim.org), claim.id))
    if (!refusal) canceled(claim)
    return { refusal, isFine }
  },
  async stop(s, step) {
    const claim = claimIn(s, step)
    if (!claim) return done
    const isFine = claim.state === 'standing'
    const refusal = await s.act((tx) => stopClaim(tx, s.admin(claim.org), claim.id))
    if (!refusal) claim.state = 'done'
    return { refusal, isFine }
  },
  async unclaimAll(s, step) {
    const claim = claimIn(s, step)
    if (!claim) return done
    const isFine = claim.state === 'standing' || claim.state === 'done'
    const refusal = await s.act((tx) => startUnclaim(tx, s.admin(claim.org), { claimId: claim.id }))
    if (!refusal) {
      for (const [person, stand] of claim.persons) {
        if (stand !== 'managed' && stand !== 'accepted') continue
        if (person.by?.org === claim.org) letGo(person)
        claim.persons.set(person, 'out')
      }
    }
    return { refusal, isFine }
  },
  async unclaim(s, step) {
    const person = personIn(s, step)
    const org = person.by?.org ?? 0
    const isFine = person.by !== undefined
    const refusal = await s.act((tx) => unclaimOne(tx, s.admin(org), person.id))
    if (!refusal) free(s, person)
    return { refusal, isFine }
  },
  async accept(s, step) {
    const person = personIn(s, step)
    const claim = openFor(s.model, person)
    const mayManage = claim && s.model.holdings.get(keyOf(claim.org, claim.domain))?.mayManage
    const isFine = claim?.persons.get(person) === 'told' && mayManage === true
    const refusal = await s.act((tx) => acceptClaim(tx, holderOf(person), person.id))
    if (!refusal && claim) take(claim, person, 'accepted')
    return { refusal, isFine }
  },
  async moveAway(s, step) {
    const person = personIn(s, step)
    if (openFor(s.model, person)?.persons.get(person) === 'told')
      await s.act((tx) => chooseToMove(tx, holderOf(person), person.id))
    return moveTo(s, person, home)
  },
  async comeBack(s, step) {
    return moveTo(s, personIn(s, step), pairIn(step)[1])
  },
  async signUp(s, step) {
    const at = pairIn(step)[1]
    const person = aPerson(await s.account(`new${s.model.persons.length}@${at}`), at)
    s.model.persons.push(person)
    arrived(s.model, person, at)
    return done
  },
  async dispute(s, step) {
    const person = personIn(s, step)
    const claim = openFor(s.model, person)
    const org = person.by?.org ?? claim?.org
    const lately = person.cases.filter((day) => day >= s.model.day - 30).length
    const isFine = org !== undefined && !person.dispute && lately < 3
    let id = ''
    const refusal = await s.act(async (tx) => {
      id = await openDispute(tx, holderOf(person), { matter: 'never-part', text: undefined, reach: undefined })
    })
    if (!refusal && org !== undefined) {
      person.dispute = { id, org, claim }
      person.cases.push(s.model.day)
      claim?.persons.set(person, 'disputed')
    }
    return { refusal, isFine }
  },
  async settle(s, step) {
    const person = s.model.persons.find(({ dispute }) => dispute) ?? personIn(s, step)
    const { dispute } = person
    if (!dispute) return done
    const outcome = (['released', 'kept', 'withdrawn'] as const)[step.days % 3]
    const refusal = await s.act((tx) =>
      outcome === 'withdrawn'
        ? withdrawDispute(tx, holderOf(person), dispute.id)
        : settleDispute(tx, { kind: 'operator' }, dispute.id, { outcome, reason: 'Their contract says so.' }),
    )
    if (refusal) return { refusal, isFine: true }
    person.dispute = undefined
    const { claim, org } = dispute
    if (outcome === 'released') {
      person.releasedBy.add(org)
      if (person.by?.org === org) free(s, person)
      if (claim?.persons.get(person) === 'disputed') claim.persons.set(person, 'out')
    } else if (claim?.persons.get(person) === 'disputed') claim.persons.set(person, 'told')
    return done
  },
  async deactivate(s, step) {
    const person = personIn(s, step)
    const isFine = person.by !== undefined && !waits(s, person)
    const refusal = await s.act((tx) =>
      deactivateAccount(tx, s.admin(person.by?.org ?? 0), person.id, 'They have left.'),
    )
    if (!refusal) person.off = true
    return { refusal, isFine }
  },
  async reactivate(s, step) {
    const person = personIn(s, step)
    const isFine = person.by !== undefined
    const refusal = await s.act((tx) => reactivateAccount(tx, s.admin(person.by?.org ?? 0), person.id))
    if (!refusal) person.off = false
    return { refusal, isFine }
  },
  async delete(s, step) {
    const person = personIn(s, step)
    const isFine = person.by !== undefined && !waits(s, person)
    const admin = s.admin(person.by?.org ?? 0)
    const refusal = await s.act((tx) => deleteManaged(tx, admin, s.secretKey, person.id, { freeAddress: false }))
    if (!refusal) person.leaves ??= s.model.day + 14
    return { refusal, isFine }
  },
  async keep(s, step) {
    const person = s.model.persons.find(({ leaves }) => leaves !== undefined) ?? personIn(s, step)
    const isFine = person.leaves !== undefined
    const refusal = await s.act((tx) => keepManaged(tx, s.admin(person.by?.org ?? 0), s.secretKey, person.id))
    if (!refusal) person.leaves = undefined
    return { refusal, isFine }
  },
  async release(s, step) {
    const person = personIn(s, step)
    const isFine = person.by !== undefined && !person.off && person.leaves === undefined
    const admin = s.admin(person.by?.org ?? 0)
    const offered = await s.act((tx) => offerRelease(tx, admin, person.id))
    if (offered) return { refusal: offered, isFine }
    const from = s.mails.length
    const named = await s.act((tx) =>
      nameHome(tx, holderOf(person), s.secretKey, `r${s.model.day}.${person.id}@${home}`),
    )
    if (named) return { refusal: named, isFine }
    await s.settle('naming an address')
    const token = tokenIn(s.mails.slice(from))
    const refusal = await s.act((tx) => finishRelease(tx, { kind: 'visitor' }, hashSecret(token)))
    if (!refusal) {
      free(s, person)
      arrived(s.model, person, home)
    }
    return { refusal, isFine }
  },
  async days(s, { days }) {
    for (let day = 0; day < days; day += 1) {
      s.clock.move({ hours: 24 })
      s.model.day += 1
      if (day < days - 1) await s.settle('a day')
    }
    return done
  },
}

/** The link’s token of the newest mail that has one. */
const tokenIn = (mails: Simulation['mails']): string =>
  mails.map((mail) => secretsIn(mail).token ?? '').findLast((token) => token !== '') ?? ''

function free(s: Simulation, person: Person): void {
  const org = person.by?.org
  for (const claim of s.model.claims) {
    const stand = claim.persons.get(person)
    if (claim.org === org && (stand === 'managed' || stand === 'accepted')) claim.persons.set(person, 'out')
  }
  letGo(person)
}

async function moveTo(s: Simulation, person: Person, domain: string): Promise<Outcome> {
  const isFine = !person.gone && !person.by
  const from = s.mails.length
  const wanted = parseAddress(`m${s.model.day}.${from}.${person.id}@${domain}`)
  const asked = await s.act((tx) => askAddressChange(tx, holderOf(person), s.secretKey, person.id, wanted))
  if (asked) return { refusal: asked, isFine }
  await s.settle('asking for another address')
  const token = tokenIn(s.mails.slice(from))
  const refusal = await s.act((tx) => confirmAddressChange(tx, holderOf(person), hashSecret(token)))
  if (!refusal) arrived(s.model, person, domain)
  return { refusal, isFine }
}
