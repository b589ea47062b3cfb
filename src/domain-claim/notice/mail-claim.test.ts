import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { reactWith } from '#events'
import { sql } from '#platform'
import { aClaim, callOff, takeEffect, tellOf } from '../../../test/a-claim.ts'
import { aWorld, secretsIn } from '../../../test/world.ts'
import { reactions } from '../../reactions.ts'
import { acceptClaim } from '../claim/accept-claim.ts'
import { chooseToMove } from '../claim/choose-to-move.ts'
import { mailClaim, mailClaimReminder, mailHolder, mailManaged } from './mail-claim.ts'
import { queueNotices } from './queue-notices.ts'
import { remindDue } from './tasks.ts'

const days = (number: number) => ({ hours: 24 * number })

async function aClaimedWorld(t: TestContext, notice = 14) {
  reactWith(reactions)
  const world = await aWorld(t)
  const acme = await world.organization('Acme Inc.', 'jonas@else.example', 'acme.example')
  const place = { id: acme.id, domainId: acme.domainIds['acme.example'] ?? '' }
  const takesEffectAt = world.clock.now().add(days(notice))
  const claim = await aClaim(world.database, place, { takesEffectAt })
  const person = async (name: string) => {
    const accountId = await world.account(`${name}@acme.example`, { name: `${name} Tanaka` })
    await tellOf(world.database, claim, accountId)
    return accountId
  }
  const ids = (accountId: string) => ({ claimId: claim.id, accountId })
  const queued = async (task: string) =>
    (
      await world.on.all<{ priority: number }>(
        sql`select priority from graphile_worker.jobs where task_identifier = ${task}`,
      )
    ).map(({ priority }) => priority)
  return { world, acme, claim, person, ids, queued }
}

test('DOM-7 the mail names the domain before the name, the date, what changes and the ways, and the link leads to the notice', async (t) => {
  const { world, person, ids } = await aClaimedWorld(t)
  const aiko = await person('Aiko')
  await mailClaim(world, ids(aiko))
  const { to, mail } = world.mails[0] ?? assert.fail('no mail')
  assert.equal(to, 'Aiko@acme.example')
  assert.equal(mail.subject, 'Acme Inc. (acme.example) will manage your account from 4 December')
  const { text } = mail
  assert.ok(text.indexOf('acme.example belongs to') < text.indexOf('calls itself Acme Inc.'))
  assert.match(text, /You have until Friday 4 December 2026, 09:00 \(UTC\) to choose/)
  assert.match(text, /Keep it for work: Do nothing/)
  assert.match(text, /Make it mine, with a personal email: Change/)
  assert.match(text, /Acme Inc\. administrators: the email address, log-in rules/)
  assert.match(text, /log in at localhost:4400 yourself\. The same notice waits there/)
  assert.match(text, /http:\/\/localhost:4400\/organization\/not-mine/)
  assert.match(text, /\/sign-in\/claim-notice\/link\?token=[\w-]{43}/)
  assert.ok(mail.html.includes('<strong>acme.example</strong>'))
})

test('DOM-7 it speaks the holder’s language and tells the holder’s time', async (t) => {
  const { world, person, ids } = await aClaimedWorld(t)
  const aiko = await person('Aiko')
  await world.on.run(sql`update account set locale = 'de', zoneinfo = 'Asia/Tokyo' where id = ${aiko}`)
  await mailClaim(world, ids(aiko))
  assert.match(
    world.mails[0]?.mail.text ?? '',
    /Bis Freitag, 4\. Dezember 2026, 18:00 Uhr \((?:Tokyo|Tokio)\) können Sie wählen/,
  )
})

test('DOM-11 nobody is told twice, and who is no longer asked is not told at all', async (t) => {
  const { world, claim, person, ids } = await aClaimedWorld(t)
  const aiko = await person('Aiko')
  await mailClaim(world, ids(aiko))
  await mailClaim(world, ids(aiko))
  assert.equal(world.mails.length, 1)
  const ben = await person('Ben')
  await callOff(world.database, claim)
  await mailClaim(world, ids(ben))
  assert.equal(world.mails.length, 1)
})

test('DOM-7 a claim without notice says that it has happened', async (t) => {
  const { world, claim, person, ids } = await aClaimedWorld(t, 0)
  const aiko = await person('Aiko')
  await mailClaim(world, ids(aiko))
  const { mail } = world.mails[0] ?? assert.fail('no mail')
  assert.equal(mail.subject, 'Acme Inc. (acme.example) manages your account now')
  assert.ok(!mail.text.includes('Make it mine'))
  await takeEffect(world.database, claim, aiko)
  await mailManaged(world, { accountId: aiko, organizationId: claim.organizationId })
  assert.equal(world.mails.length, 1, 'it is not said again')
})

test('DOM-7 two days before the date, who has not chosen or not moved is reminded, once, with the same link', async (t) => {
  const { world, person, ids, queued } = await aClaimedWorld(t)
  const [aiko, ben, cy] = [await person('Aiko'), await person('Ben'), await person('Cy')]
  await mailClaim(world, ids(aiko))
  const { token } = secretsIn(world.mails[0])
  await world.database.transaction((tx) => acceptClaim(tx, { kind: 'holder', accountId: ben }, ben))
  await world.database.transaction((tx) => chooseToMove(tx, { kind: 'holder', accountId: cy }, cy))
  await remindDue(world.database)
  assert.deepEqual(await queued('domain-claim.mail-reminder'), [])
  world.clock.move(days(13))
  await remindDue(world.database)
  await remindDue(world.database)
  assert.deepEqual(await queued('domain-claim.mail-reminder'), [100, 100])
  await mailClaimReminder(world, ids(aiko))
  await mailClaimReminder(world, ids(cy))
  await mailClaimReminder(world, ids(ben))
  assert.deepEqual(
    world.mails.slice(1).map(({ mail }) => mail.subject),
    ['Until 4 December: choose what happens to your account', 'Until 4 December: prove your new address'],
  )
  assert.equal(secretsIn(world.mails[1]).token, token)
})

test('DOM-7 a claim with short notice reminds nobody', async (t) => {
  const { world, person, queued } = await aClaimedWorld(t, 3)
  await person('Aiko')
  world.clock.move(days(2))
  await remindDue(world.database)
  assert.deepEqual(await queued('domain-claim.mail-reminder'), [])
})

test('DOM-7 that it took effect is told to whom it was announced', async (t) => {
  const { world, claim, person, ids, queued } = await aClaimedWorld(t)
  const aiko = await person('Aiko')
  await mailClaim(world, ids(aiko))
  world.clock.move(days(14))
  await takeEffect(world.database, { ...claim }, aiko)
  assert.deepEqual(await queued('domain-claim.mail-managed'), [100])
  await mailManaged(world, { accountId: aiko, organizationId: claim.organizationId })
  assert.equal(world.mails[1]?.mail.subject, 'Acme Inc. (acme.example) manages your account now')
  assert.match(world.mails[1]?.mail.text ?? '', /as announced/)
  const born = await person('Born')
  await takeEffect(world.database, claim, born)
  await mailManaged(world, { accountId: born, organizationId: claim.organizationId })
  assert.equal(world.mails.length, 2, 'it was never announced, so there was no mail')
})

test('DOM-10 that the account is, or stays, personal is told, with the reason', async (t) => {
  const { world, person } = await aClaimedWorld(t)
  const aiko = await person('Aiko')
  const about = { accountId: aiko, organization: 'Acme Inc.', domain: 'acme.example' }
  for (const news of ['off', 'unclaimed', 'lapsed', 'contest_lost'] as const)
    await mailHolder(world, { ...about, news })
  const texts = world.mails.map(({ mail }) => `${mail.subject} ${mail.text}`)
  assert.match(texts[0] ?? '', /stays personal.*taken back/s)
  assert.match(texts[1] ?? '', /personal again.*no longer manages/s)
  assert.match(texts[2] ?? '', /could no longer show that it owns/)
  assert.match(texts[3] ?? '', /another organization has shown/)
})

test('DOM-11 notices wait for every other mail', async (t) => {
  const { world, person, claim, queued } = await aClaimedWorld(t)
  const aiko = await person('Aiko')
  await world.database.transaction((tx) => queueNotices(tx, claim.id, [aiko]))
  assert.deepEqual(await queued('domain-claim.mail-claim'), [100])
})
